using System.Text.Json;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>What diffusers' <c>scheduler_config.json</c> says of what a network was trained for.</summary>
internal static class SchedulerConfig
{
    // A table is made of it.
    private const int MostSteps = 100_000;

    /// <summary>How a model is sampled, as far as the description says it.</summary>
    /// <param name="usual">What holds where it says nothing.</param>
    /// <param name="json">The description.</param>
    /// <exception cref="CheckpointException">It says what is not known here.</exception>
    public static SamplingConfig Applied(SamplingConfig usual, JsonElement json)
    {
        var prediction = Text(json, "prediction_type") switch
        {
            null => usual.Prediction,
            "epsilon" => PredictionKind.Epsilon,
            "v_prediction" => PredictionKind.Velocity,
            "sample" => PredictionKind.Sample,
            var other => throw Unknown("prediction_type", other, "epsilon, v_prediction or sample"),
        };
        return usual.Noise switch
        {
            ContinuousNoise noise => new SamplingConfig(prediction, new ContinuousNoise(Number(json, "sigma_min") ?? noise.SigmaMin, Number(json, "sigma_max") ?? noise.SigmaMax)),
            DiscreteNoise noise when Text(json, "beta_schedule") is null or "scaled_linear" => new SamplingConfig(prediction, new DiscreteNoise(
                Number(json, "beta_start") ?? noise.BetaStart, Number(json, "beta_end") ?? noise.BetaEnd,
                Number(json, "num_train_timesteps") is { } steps ? steps is >= 1 and <= MostSteps ? (int)steps : throw Unknown("num_train_timesteps", $"{steps}", $"1 to {MostSteps}") : noise.Steps,
                json.TryGetProperty("rescale_betas_zero_snr", out var zero) && zero.ValueKind == JsonValueKind.True)),
            _ => throw Unknown("beta_schedule", Text(json, "beta_schedule") ?? "", "scaled_linear"),
        };
    }

    private static CheckpointException Unknown(string setting, string said, string right) => new($"The scheduler_config.json of this model says {setting} = {said}; {right} would be right.");

    /// <summary>A text of a description; null where it has none.</summary>
    internal static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement json, string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number > 0 ? number : null;
}
