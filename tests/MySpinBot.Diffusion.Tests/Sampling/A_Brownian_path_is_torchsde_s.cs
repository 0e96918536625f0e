using System.Text.Json;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Diffusion.Tests.Sampling;

/// <summary>The tree of golden/comfy-sampling: the seeds of its nodes, the whole way, and ways between sigmas.</summary>
public sealed class A_Brownian_path_is_torchsde_s
{
    private const int PoolSize = 24;

    private static readonly Tensors Data = Golden.Tensors("comfy-sampling", "samplers.safetensors");

    private static readonly JsonElement[] Trees = [.. Golden.Json("comfy-sampling", "samplers.json").GetProperty("brownian_tree").EnumerateArray()];

    [Fact]
    public void Its_nodes_have_numpy_s_seeds()
    {
        foreach (var tree in Trees)
        {
            var seed = tree.GetProperty("entropy").GetUInt64();
            SeedSequence.First(seed, [], PoolSize).ShouldBe(tree.GetProperty("top_state")[0].GetUInt32());
            foreach (var node in tree.GetProperty("node_states").EnumerateArray())
            {
                ulong[] way = [.. node.GetProperty("spawn_key").EnumerateArray().Select(step => step.GetUInt64())];

                SeedSequence.First(seed, way, PoolSize).ShouldBe(node.GetProperty("state")[0].GetUInt32(), string.Join(", ", way));
            }
        }
    }

    [Fact]
    public void The_way_between_two_sigmas_is_the_same_however_it_is_asked_for()
    {
        foreach (var tree in Trees)
        {
            var total = Data.Floats(tree.GetProperty("W_total").GetString()!);
            var noise = new BrownianNoise(tree.GetProperty("entropy").GetUInt64(), total.Length, tree.GetProperty("t0").GetDouble(), tree.GetProperty("t1").GetDouble());
            Close(noise.Total.ToArray(), total, "the whole way");

            JsonElement[] queries = [.. tree.GetProperty("queries").EnumerateArray()];
            foreach (var query in queries.Concat(queries.Reverse()))
            {
                var drawn = new float[total.Length];
                noise.Draw(query.GetProperty("sigma").GetDouble(), query.GetProperty("sigma_next").GetDouble(), drawn);

                Close(drawn, Data.Floats(query.GetProperty("value").GetString()!), query.ToString());
            }
        }
    }

    [Theory]
    [InlineData(0.0000005, 0)]
    [InlineData(0.0000015, 0.000002)]
    [InlineData(0.0000025, 0.000003)]
    [InlineData(14.6146415, 14.614641)]
    [InlineData(1.0000005, 1.000001)]
    [InlineData(2.675, 2.675)]
    public void Halves_are_rounded_by_their_exact_value(double sigma, double rounded) => BrownianNoise.Rounded(sigma).ShouldBe(rounded);

    private static void Close(float[] values, float[] right, string what)
        => values.Zip(right, (value, expected) => (double)Math.Abs(value - expected)).Max().ShouldBeLessThanOrEqualTo(1e-5, what);
}
