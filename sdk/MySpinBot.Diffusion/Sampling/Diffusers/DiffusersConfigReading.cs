using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Reads a <c>scheduler_config.json</c>. What stands in it and changes nothing here is passed over; what would change something and is not known is refused.</summary>
internal sealed class DiffusersConfigReading(JsonElement json)
{
    /// <summary>Which scheduler the file names.</summary>
    public DiffusersScheduler Scheduler() => Text("_class_name") switch
    {
        "DDIMScheduler" => DiffusersScheduler.Ddim,
        "PNDMScheduler" => DiffusersScheduler.Pndm,
        "EulerDiscreteScheduler" => DiffusersScheduler.Euler,
        "EulerAncestralDiscreteScheduler" => DiffusersScheduler.EulerAncestral,
        "DPMSolverMultistepScheduler" => DiffusersScheduler.DpmSolver,
        var other => throw Unknown("_class_name", other, "DDIMScheduler, PNDMScheduler, EulerDiscreteScheduler, EulerAncestralDiscreteScheduler or DPMSolverMultistepScheduler"),
    };

    /// <summary>A scheduler with what the file says of it.</summary>
    public DiffusersConfig Over(DiffusersConfig plain)
    {
        Refuse("thresholding", "use_exponential_sigmas", "use_beta_sigmas", "use_lu_lambdas", "use_flow_sigmas", "use_dynamic_shifting");
        _ = Choice("interpolation_type", "linear", "linear");
        _ = Choice("algorithm_type", "dpmsolver++", "dpmsolver++");
        if (plain.Scheduler == DiffusersScheduler.Pndm && Flag("skip_prk_steps", false) is false)
        {
            throw Unknown("skip_prk_steps", "false", "true, as Stable Diffusion has it,");
        }

        var (betas, times) = (Betas(), (int)Number("num_train_timesteps", plain.TrainSteps, 1, DiffusersConfig.MostTrainSteps));
        if (!betas.IsEmpty && betas.Length != times)
        {
            throw Unknown("num_train_timesteps", times.ToString(CultureInfo.InvariantCulture), $"{betas.Length}, as many as there are trained_betas,");
        }

        var clips = Flag("clip_sample", plain.ClipRange is not null);
        return plain with
        {
            TrainSteps = times,
            Betas = Choice("beta_schedule", "linear", "linear", "scaled_linear", "squaredcos_cap_v2") switch { "scaled_linear" => BetaLaw.ScaledLinear, "squaredcos_cap_v2" => BetaLaw.SquaredCosine, _ => BetaLaw.Linear },
            BetaStart = Number("beta_start", plain.BetaStart, 0, 1),
            BetaEnd = Number("beta_end", plain.BetaEnd, 0, 1),
            TrainedBetas = betas,
            HasZeroTerminal = Flag("rescale_betas_zero_snr", false),
            Prediction = Choice("prediction_type", "epsilon", "epsilon", "v_prediction", "sample") switch { "v_prediction" => PredictionKind.Velocity, "sample" => PredictionKind.Sample, _ => PredictionKind.Epsilon },
            Spacing = Choice("timestep_spacing", "", "", "linspace", "leading", "trailing") switch { "linspace" => TimestepSpacing.Linspace, "leading" => TimestepSpacing.Leading, "trailing" => TimestepSpacing.Trailing, _ => plain.Spacing },
            StepsOffset = (int)Number("steps_offset", 0, 0, DiffusersConfig.MostTrainSteps),
            SetsAlphaToOne = Flag("set_alpha_to_one", plain.SetsAlphaToOne),
            ClipRange = clips && plain.Scheduler == DiffusersScheduler.Ddim ? (float)Number("clip_sample_range", 1, 0, float.MaxValue) : null,
            UsesKarrasSigmas = Flag("use_karras_sigmas", false),
            SigmaMin = Optional("sigma_min"),
            SigmaMax = Optional("sigma_max"),
            IsContinuous = Choice("timestep_type", "discrete", "discrete", "continuous") == "continuous",
            EndsAtSigmaMin = Choice("final_sigmas_type", "zero", "zero", "sigma_min") == "sigma_min",
            SolverOrder = (int)Number("solver_order", 2, 1, 3),
            IsHeun = Choice("solver_type", "midpoint", "midpoint", "heun") == "heun",
            LowersOrderAtEnd = Flag("lower_order_final", true),
            EndsWithEuler = Flag("euler_at_final", false),
        };
    }

    private void Refuse(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Flag(name, false))
            {
                throw Unknown(name, "true", "false");
            }
        }
    }

    private ImmutableArray<float> Betas()
        => !json.TryGetProperty("trained_betas", out var betas) || betas.ValueKind == JsonValueKind.Null ? []
            : betas.ValueKind == JsonValueKind.Array && betas.GetArrayLength() is > 0 and <= DiffusersConfig.MostTrainSteps && betas.EnumerateArray().All(beta => beta.ValueKind == JsonValueKind.Number)
                ? [.. betas.EnumerateArray().Select(beta => (float)beta.GetDouble())]
                : throw Unknown("trained_betas", betas.GetRawText(), "a list of numbers");

    private string? Text(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private string Choice(string name, string usual, params ReadOnlySpan<string> choices)
        => Text(name) is not { } text ? usual : choices.Contains(text) ? text : throw Unknown(name, text, string.Join(", ", choices.ToArray().Where(choice => choice.Length > 0)));

    private bool Flag(string name, bool usual)
        => !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? usual
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Unknown(name, value.GetRawText(), "true or false");

    private double Number(string name, double usual, double least, double most)
        => Optional(name) is not { } number ? usual : number >= least && number <= most ? number : throw Unknown(name, json.GetProperty(name).GetRawText(), $"a number from {least} to {most}");

    private double? Optional(string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    private static NodeFailure Unknown(string name, string? given, string right)
        => new($"The scheduler's configuration says {name} = {(given is { Length: > 80 } ? given[..80] : given)}, which is not known here; {right} would be right.");
}
