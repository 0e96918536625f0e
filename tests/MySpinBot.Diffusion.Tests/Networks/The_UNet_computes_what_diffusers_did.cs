using MySpinBot.Checkpoints;
using MySpinBot.Imaging.Tests;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion.Tests.Networks;

/// <summary>Every case of the reference data, and what came out of modules on the way. Cases are those that the files hold.</summary>
[Trait("Category", "golden")]
public sealed class The_UNet_computes_what_diffusers_did
{
    // Stated for another implementation in float32 by the set's README, for what comes out, which is of the order of one; inside it is up to fifteen, and the tolerance grows with it.
    private const double Tolerance = 5e-5;

    // Half precision has 11 bits, so that one rounding of a number of the order of one is off by 5e-4; over the network's hundred layers the cases of the set came to 0.6e-2 … 1.2e-2.
    private const double HalfTolerance = 2.5e-2;

    [Fact]
    public void In_every_case_and_in_every_module_that_it_shows()
    {
        foreach (var model in GoldenUNet.Models)
        {
            using var weights = Checkpoint.Open(GoldenUNet.FileOf(model));
            using var io = GoldenUNet.Cases(model);
            var network = new UNet(UNetReading.Of(weights, GoldenUNet.Json(model)), weights);
            var cases = GoldenUNet.Names(io);
            cases.ShouldNotBeEmpty();
            foreach (var each in cases)
            {
                var shown = GoldenUNet.Shown(io, each);
                var outputs = GoldenUNet.Run(network.Graph(TensorType.Float32, shown.Values), io, each);

                outputs[NetworkPorts.Output].Shape.ShouldBe(io.Get($"{each}.output").Shape);
                GoldenUNet.Farthest(io, $"{each}.output", outputs[NetworkPorts.Output]).ShouldBeLessThanOrEqualTo(Tolerance, each);
                foreach (var (name, module) in shown)
                {
                    outputs.Keys.ShouldContain(module, name);
                    GoldenUNet.Farthest(io, name, outputs[module]).ShouldBeLessThanOrEqualTo(Tolerance * Math.Max(1, io.ReadFloats(name).Max(Math.Abs)), name);
                }
            }
        }
    }

    [Fact]
    public void In_half_precision_as_near_as_that_comes()
    {
        foreach (var model in GoldenUNet.Models)
        {
            using var weights = Checkpoint.Open(GoldenUNet.FileOf(model));
            using var io = GoldenUNet.Cases(model);
            var graph = new UNet(UNetReading.Of(weights, GoldenUNet.Json(model)), weights).Graph(TensorType.Float16);
            foreach (var each in GoldenUNet.Names(io))
            {
                GoldenUNet.Farthest(io, $"{each}.output", GoldenUNet.Run(graph, io, each)[NetworkPorts.Output]).ShouldBeInRange(1e-6, HalfTolerance, each);
            }
        }
    }
}
