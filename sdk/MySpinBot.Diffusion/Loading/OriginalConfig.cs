using System.Globalization;
using System.Text;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>What the <c>.yaml</c> of an original repository says beside a checkpoint of the same name: <c>model.yaml</c> beside <c>model.safetensors</c>.</summary>
/// <param name="Heads">How attentions are divided; null where it does not say.</param>
/// <param name="Prediction">What the network was trained to predict; null where it does not say.</param>
internal sealed record OriginalConfig(HeadRule? Heads, PredictionKind? Prediction)
{
    // Those of the repositories have a hundred lines.
    private const int MostBytes = 1 << 16;

    /// <summary>The file beside a checkpoint; null where there is none.</summary>
    /// <exception cref="CheckpointException">It is there, and is none.</exception>
    public static OriginalConfig? Beside(string checkpoint) => TextBeside(checkpoint) is { } text ? Of(text) : null;

    /// <summary>What tells a checkpoint with this file beside it from one with another: for keys.</summary>
    public static string Print(string checkpoint) => TextBeside(checkpoint) is { } text ? ContentId.Of(Encoding.UTF8.GetBytes(text)).ToString() : "";

    /// <summary>Reads one.</summary>
    public static OriginalConfig Of(string text)
    {
        PredictionKind? prediction = null;
        foreach (var line in text.Split('\n').Select(line => line.Split('#')[0].Trim()))
        {
            if (line.StartsWith("parameterization:", StringComparison.Ordinal))
            {
                prediction = line["parameterization:".Length..].Trim().Trim('"', '\'') switch
                {
                    "eps" => PredictionKind.Epsilon,
                    "v" => PredictionKind.Velocity,
                    "x0" => PredictionKind.Sample,
                    var other => throw new CheckpointException($"The .yaml beside this checkpoint says parameterization: {other}; eps, v or x0 would be right."),
                };
            }
        }

        return new OriginalConfig(HeadRule.OfYaml(text), prediction);
    }

    /// <summary>How a model is sampled, as far as the file says it.</summary>
    public SamplingConfig Applied(SamplingConfig sampling) => Prediction is { } prediction ? sampling with { Prediction = prediction } : sampling;

    private static string? TextBeside(string checkpoint)
    {
        var path = Path.ChangeExtension(checkpoint, ".yaml");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return new FileInfo(path).Length <= MostBytes ? File.ReadAllText(path)
                : throw new CheckpointException(string.Create(CultureInfo.InvariantCulture, $"'{Path.GetFileName(path)}' beside this checkpoint is longer than {MostBytes} bytes, and no configuration of an original repository."));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"'{Path.GetFileName(path)}' beside this checkpoint cannot be read: {fault.Message}", fault);
        }
    }
}
