using System.Collections.Immutable;

namespace MySpinBot.Diffusion.Tests.Guiding;

/// <summary>A model one can calculate: (x + σ² · b) / (1 + σ²), where b comes with the condition, for each channel or for each cell.</summary>
internal sealed class AnalyticModel(LatentShape shape) : IConditionedModel
{
    public void Denoise(ReadOnlySpan<float> x, float sigma, IReadOnlyList<PlacedCondition> joint, Span<float> denoised)
    {
        var a = 1 / (1 + (sigma * sigma));
        var window = joint[0].Window;
        var part = shape.Channels * window.Height * window.Width;
        var cut = new float[part];
        for (var i = 0; i < joint.Count * shape.Batch; i++)
        {
            window = joint[i / shape.Batch].Window;
            window.Cut(x.Slice(i % shape.Batch * shape.Picture, shape.Picture), shape.Channels, shape, cut);
            var towards = Towards(joint[i / shape.Batch].Condition, window);
            for (var k = 0; k < part; k++)
            {
                denoised[(i * part) + k] = (cut[k] * a) + (towards[k] * (1 - a));
            }
        }
    }

    private float[] Towards(Condition condition, Window window)
    {
        var values = condition.Text.Values;
        var picture = new float[shape.Picture];
        for (var k = 0; k < picture.Length; k++)
        {
            picture[k] = values.Length == shape.Channels ? values[k / (shape.Height * shape.Width)] : values[k];
        }

        var part = new float[shape.Channels * window.Height * window.Width];
        window.Cut(picture, shape.Channels, shape, part);
        return part;
    }
}

/// <summary>A network one can calculate: 0.8 · sample + 0.3 · cos(t / 250) · context. It writes down what it was asked.</summary>
internal sealed class ToyNetwork(LatentShape shape, int mostGroups = int.MaxValue) : IDiffusionNetwork
{
    public List<NetworkSize> Asked { get; } = [];

    public List<float> Times { get; } = [];

    /// <summary>Only in a run does the device turn out to be too small.</summary>
    public bool RefusesLate { get; init; }

    public NetworkConfig Config { get; } = new UNetConfig { InChannels = shape.Channels, OutChannels = shape.Channels, ContextWidth = shape.Picture, Channels = [], Heads = [], LayersPerBlock = 1 };

    public string? Refusal => null;

    public ValueTask<bool> ReserveAsync(NetworkSize size, CancellationToken cancellation) => new(RefusesLate || size.Groups <= mostGroups);

    public void Predict(in NetworkInput input, Span<float> output, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (input.Size.Groups > mostGroups)
        {
            throw new Inference.OutOfDeviceMemoryException("The toy has no room.");
        }

        Asked.Add(input.Size);
        Times.Add(input.Timesteps[0]);
        for (var i = 0; i < output.Length; i++)
        {
            var group = i / shape.Picture;
            output[i] = (0.8f * input.Sample[i]) + (0.3f * MathF.Cos(input.Timesteps[group] / 250) * input.Context[i]);
        }
    }
}

/// <summary>What toys are asked for.</summary>
internal static class ToyRuns
{
    /// <summary>A recipe whose file is nowhere: for runs over a network that is there already.</summary>
    public static DiffusionModel Model(SamplingConfig sampling, NetworkConfig network) => new(new Sdk.WeightFile("checkpoints", default, 0), network, sampling);

    /// <summary>A guided denoiser over a model one can calculate.</summary>
    public static GuidedDenoiser Guided(Guider guider, LatentShape shape, CancellationToken cancellation)
    {
        var sampling = ModelSampling.Of(guider.Model.Sampling);
        var guidance = Guidance.Of(guider);
        return new GuidedDenoiser(guidance, new Sides(new AnalyticModel(shape), shape, Placement.Of(guidance.Sides, shape, sampling)), shape, sampling, cancellation);
    }

    public static Conditioning Only(Condition condition) => new([condition]);

    public static ImmutableArray<float> Sigmas(float[] values) => [.. values];
}
