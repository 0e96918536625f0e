namespace MySpinBot.Diffusion;

/// <summary>The noise that torch draws on a processor: a generator that is seeded once and drawn from in order (mt19937, Box–Muller as ATen's CPU kernels do it).</summary>
public sealed class TorchGenerator(ulong seed)
{
    /// <summary>Its seed; torch takes the low 32 bits.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>torch.randn: overwrites <paramref name="values"/> with normal numbers of one draw. 16 numbers and more are drawn in another way than fewer, so one draw is not the same as two.</summary>
    public void Normal(Span<float> values) => throw new NotSupportedException($"{Seed} {values.Length}");
}

/// <summary>ComfyUI's prepare_noise.</summary>
public static class LatentNoise
{
    /// <summary>The noise of a batch: drawn at once, or, where the latents have places in a larger batch, picture by picture for those places.</summary>
    public static float[] Of(Latent latent, ulong seed) => throw new NotSupportedException($"{latent} {seed}");
}
