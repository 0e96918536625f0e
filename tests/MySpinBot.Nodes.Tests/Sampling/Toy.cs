using MySpinBot.Diffusion;

namespace MySpinBot.Nodes.Tests.Sampling;

/// <summary>A model that is only asked how it is sampled, and a few sigmas.</summary>
internal static class Toy
{
    public static DiffusionModel Model { get; } = new(
        new WeightFile("checkpoints", ContentId.Of([1, 2, 3]), 3),
        new UNetConfig { InChannels = 4, OutChannels = 4, ContextWidth = 8, Channels = [32], Heads = [4], LayersPerBlock = 1 },
        SamplingConfig.StableDiffusion);

    public static Sigmas Sigmas { get; } = new([4f, 2f, 1f, 0f]);
}
