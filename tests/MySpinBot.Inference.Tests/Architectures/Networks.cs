using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests.Architectures;

/// <summary>Runs upscaling networks.</summary>
internal static class Networks
{
    public static UpscaleNetwork Read(ITensors weights) => UpscaleNetwork.Of(weights) ?? throw new InvalidOperationException("This is no network that is known.");

    public static IReadOnlyDictionary<string, Tensor> Run(OnnxGraph graph, float[] image, params ReadOnlySpan<long> shape)
    {
        using var session = OnnxSession.Load(OnnxModel.Of(graph), ComputeDevice.Cpu);
        using var input = Tensor.Of(image, shape);
        return session.Run(new Dictionary<string, Tensor> { [UpscaleNetwork.Input] = input }, TestContext.Current.CancellationToken);
    }

    public static double Farthest(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        one.Length.ShouldBe(other.Length);
        var farthest = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            farthest = Math.Max(farthest, Math.Abs((double)one[i] - other[i]));
        }

        return farthest;
    }
}
