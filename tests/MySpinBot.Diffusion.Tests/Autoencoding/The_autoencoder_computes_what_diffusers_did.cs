using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion.Tests.Autoencoding;

/// <summary>Every case of the reference, from every layout of its weights.</summary>
public sealed class The_autoencoder_computes_what_diffusers_did
{
    private const double Tolerance = 5e-5;

    // Half precision keeps eleven bits, and thirty layers stand behind each other: what was measured is a quarter of this.
    private const double HalfTolerance = 2e-2;

    [Fact]
    public void Pictures_become_moments_and_modules_on_the_way_give_what_they_gave()
        => Each((config, weights, io, name) =>
        {
            var shown = GoldenAutoencoder.Shown(io, name, "enc");
            var moments = GoldenAutoencoder.Run(AutoencoderEncoder.Build(config, weights, shown: shown.Values), "image", io, $"{name}.image", "moments", shown, (seen, tensor) => GoldenAutoencoder.Farthest(io, seen, tensor).ShouldBeLessThan(Tolerance, seen));
            GoldenAutoencoder.Farthest(moments, io.ReadFloats($"{name}.moments")).ShouldBeLessThan(Tolerance);
        });

    [Fact]
    public void Latents_become_pictures_and_modules_on_the_way_give_what_they_gave()
        => Each((config, weights, io, name) =>
        {
            var shown = GoldenAutoencoder.Shown(io, name, "dec");
            var image = GoldenAutoencoder.Run(AutoencoderDecoder.Build(config, weights, shown: shown.Values), "latent", io, Sampled(io, name), "image", shown, (seen, tensor) => GoldenAutoencoder.Farthest(io, seen, tensor).ShouldBeLessThan(Tolerance, seen));
            GoldenAutoencoder.Farthest(image, io.ReadFloats($"{name}.decoded")).ShouldBeLessThan(Tolerance);
        });

    [Fact]
    public void Something_is_seen_of_the_inside_of_both_halves()
    {
        using var io = GoldenAutoencoder.Cases();
        var names = GoldenAutoencoder.Names(io);

        names.Sum(name => GoldenAutoencoder.Shown(io, name, "enc").Count).ShouldBeGreaterThan(0);
        names.Sum(name => GoldenAutoencoder.Shown(io, name, "dec").Count).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void In_half_precision_it_gives_nearly_the_same()
    {
        using var io = GoldenAutoencoder.Cases();
        using var weights = GoldenAutoencoder.Weights();
        var (config, named) = (GoldenAutoencoder.Config(weights), AutoencoderNames.Diffusers(weights).ShouldNotBeNull());
        foreach (var name in GoldenAutoencoder.Names(io))
        {
            var image = GoldenAutoencoder.Run(AutoencoderDecoder.Build(config, named, TensorType.Float16), "latent", io, Sampled(io, name), "image");
            GoldenAutoencoder.Farthest(image, io.ReadFloats($"{name}.decoded")).ShouldBeInRange(1e-6, HalfTolerance);
            var moments = GoldenAutoencoder.Run(AutoencoderEncoder.Build(config, named, TensorType.Float16), "image", io, $"{name}.image", "moments");
            GoldenAutoencoder.Farthest(moments, io.ReadFloats($"{name}.moments")).ShouldBeInRange(1e-6, HalfTolerance);
        }
    }

    private static string Sampled(Checkpoint io, string name) => io.Entries.Select(entry => entry.Name).Single(each => each.StartsWith($"{name}.z", StringComparison.Ordinal));

    private static void Each(Action<AutoencoderConfig, ITensors, Checkpoint, string> check)
    {
        using var io = GoldenAutoencoder.Cases();
        using var file = GoldenAutoencoder.Weights();
        var layouts = 0;
        foreach (var (_, weights) in GoldenAutoencoder.Layouts(file))
        {
            layouts++;
            foreach (var name in GoldenAutoencoder.Names(io))
            {
                check(GoldenAutoencoder.Config(weights), AutoencoderNames.Diffusers(weights).ShouldNotBeNull(), io, name);
            }
        }

        layouts.ShouldBeGreaterThan(1);
    }
}
