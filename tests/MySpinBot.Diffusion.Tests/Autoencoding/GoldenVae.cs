using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Autoencoding;

/// <summary>The reference autoencoder as a VAE that nodes are given, and its pictures as images.</summary>
internal static class GoldenVae
{
    public static Autoencoder Put(WeightedCall call)
    {
        using var weights = GoldenAutoencoder.Weights();
        return new Autoencoder(call.Put(weights.Path, "vae"), GoldenAutoencoder.Config(weights));
    }

    /// <summary>[n, 3, h, w] in −1..1 as pictures in 0..1.</summary>
    public static Image Image(ITensors io, string name)
    {
        var (planes, shape) = (io.ReadFloats(name), io.Get(name).Shape);
        var (cells, pixels) = ((int)(shape[2] * shape[3]), new float[planes.Length]);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (picture, cell, colour) = (i / (cells * 3), i / 3 % cells, i % 3);
            pixels[i] = Math.Clamp((planes[(((picture * 3) + colour) * cells) + cell] + 1) / 2, 0, 1);
        }

        return Sdk.Image.Own((int)shape[0], (int)shape[2], (int)shape[3], 3, pixels);
    }

    public static Latent Latent(ITensors io, string name)
    {
        var shape = io.Get(name).Shape;
        return Diffusion.Latent.Own(new LatentShape((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]), io.ReadFloats(name));
    }

    public static string Named(ITensors io, string start) => io.Entries.Select(entry => entry.Name).Single(name => name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Latents of chance, the same every time.</summary>
    public static Latent Chance(LatentShape shape, int seed = 7)
    {
        var random = new Random(seed);
        return Diffusion.Latent.Own(shape, [.. Enumerable.Range(0, shape.Count).Select(_ => (float)((random.NextDouble() * 4) - 2))]);
    }
}
