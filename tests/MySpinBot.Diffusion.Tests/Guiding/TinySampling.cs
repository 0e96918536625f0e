using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Guiding;

/// <summary>Whole runs of small networks with weights of chance, written once for all tests of a class.</summary>
public sealed class TinySampling : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tiny-sampling").FullName;
    private readonly string _pictures;
    private readonly string _inpainting;
    private readonly string _videos;

    public TinySampling()
    {
        _pictures = new RandomWeights(UNetShapes.Of(Network)).Write(_folder, "pictures.safetensors");
        _inpainting = new RandomWeights(UNetShapes.Of(Inpainting)).Write(_folder, "inpainting.safetensors");
        _videos = new RandomWeights(VideoUNetShapes.Of(VideoUNetShapes.Tiny)).Write(_folder, "videos.safetensors");
    }

    /// <summary>The smallest that has every kind of block: what is tried here is what stands before it.</summary>
    internal static UNetConfig Network { get; } = UNetShapes.Tiny with { Channels = [32, 64], Heads = [4, 4], TransformerLayers = [1, 0], LayersPerBlock = 1 };

    private static UNetConfig Inpainting { get; } = Network with { InChannels = 9 };

    internal DiffusionModel Pictures(WeightedCall call) => new(call.Put(_pictures), Network, SamplingConfig.StableDiffusion);

    internal DiffusionModel PicturesWithHoles(WeightedCall call) => new(call.Put(_inpainting), Inpainting, SamplingConfig.StableDiffusion);

    internal DiffusionModel Videos(WeightedCall call) => new(call.Put(_videos), VideoUNetShapes.Tiny, SamplingConfig.StableVideoDiffusion);

    /// <summary>A text of chance.</summary>
    internal static Condition Text(int seed, int tokens = 7) => new(Embedding.Own(1, tokens, Network.ContextWidth, Numbers(seed, tokens * Network.ContextWidth)));

    internal static Latent Picture(int seed, LatentShape shape) => Latent.Own(shape, Numbers(seed, shape.Count));

    internal static float[] Numbers(int seed, int count)
    {
        var numbers = new float[count];
        new TorchGenerator((ulong)seed).Normal(numbers);
        return numbers;
    }

    /// <summary>A few steps of euler at a scale of 7.</summary>
    internal static SamplingRequest Request(DiffusionModel model, Conditioning positive, Conditioning negative, Latent start, int steps = 3, double scale = 7, string sampler = "euler")
        => new(new Guider(model, positive, negative, scale), new SamplerChoice(sampler), [.. Schedules.ForSampler(ModelSampling.Of(model.Sampling), sampler, "karras", steps, 1)], start) { Seed = 5 };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
