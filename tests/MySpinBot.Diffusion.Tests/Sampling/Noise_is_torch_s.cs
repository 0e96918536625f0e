using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Diffusion.Tests.Sampling;

/// <summary>The noise of golden/comfy-sampling: that a seed gives the picture that it gives there.</summary>
public sealed class Noise_is_torch_s
{
    // What the README of the data states: torch's vectorised logarithm and sine differ from CPU to CPU; with one at a time there is only the rounding to single precision.
    private const double Blocks = 5e-6;
    private const double Single = 8e-8;

    private static readonly Tensors Data = Golden.Tensors("comfy-sampling", "noise.safetensors");

    private static readonly JsonElement Cases = Golden.Json("comfy-sampling", "noise.json");

    [Fact]
    public void A_batch_has_the_noise_that_its_seed_gives()
    {
        foreach (var (each, shape, seed) in Each("noise"))
        {
            var noise = LatentNoise.Of(Latent.Zeros(shape), seed);

            Near(noise, each.GetProperty("key").GetString()!);
        }
    }

    [Fact]
    public void Pictures_of_a_larger_batch_have_the_noise_of_their_places()
    {
        foreach (var (each, shape, seed) in Each("noise_inds"))
        {
            ImmutableArray<int> places = [.. each.GetProperty("noise_inds").EnumerateArray().Select(place => place.GetInt32())];

            var noise = LatentNoise.Of(Latent.Zeros(shape).WithBatchIndex(places), seed);

            Near(noise, each.GetProperty("key").GetString()!);
        }
    }

    [Fact]
    public void Draws_follow_each_other_in_one_generator()
    {
        foreach (var each in Cases.GetProperty("sequences").EnumerateArray())
        {
            var generator = new TorchGenerator(Seed(each));
            foreach (var (size, key) in each.GetProperty("sizes").EnumerateArray().Zip(each.GetProperty("keys").EnumerateArray()))
            {
                var noise = new float[size.GetInt32()];
                generator.Normal(noise);

                Near(noise, key.GetString()!);
            }
        }
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void A_draw_that_is_left_out_changes_nothing_behind_it(int size)
    {
        var (drawn, skipped) = (new TorchGenerator(7), new TorchGenerator(7));
        drawn.Normal(new float[size]);
        skipped.Skip(size);

        var (expected, noise) = (new float[40], new float[40]);
        drawn.Normal(expected);
        skipped.Normal(noise);

        noise.ShouldBe(expected);
        var (one, other) = (new float[1], new float[1]);
        drawn.Normal(one);
        skipped.Normal(other);
        other.ShouldBe(one);
    }

    [Fact]
    public void Uniform_numbers_are_those_of_the_generator()
    {
        var values = Data.Floats("uniform.42.40");
        var uniform = new float[values.Length];
        new TorchGenerator(42).Uniform(uniform);

        uniform.ShouldBe(values);
        var generator = new TorchGenerator(42);
        Doubles("uniform64.42.10").ShouldAllBe(value => value == generator.NextUniform());
    }

    [Fact]
    public void The_first_numbers_of_a_seed_are_torch_s_bit_for_bit()
    {
        // torch.manual_seed(42); torch.randn(16).view(torch.int32), on a processor with AVX2.
        var noise = new float[16];
        new TorchGenerator(42).Normal(noise);

        noise.Select(value => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture)).ShouldBe(
        [
            "3ff6a529", "3fbe5f53", "3f669567", "c006c0db", "3f2dacd5", "bf9e0591", "bd306786", "bfcd65ba",
            "bf408bf0", "3fd3095b", "bec8f2f6", "bfb3a966", "bf3a566e", "bf0f36d1", "bf44d2a0", "3f432f9f",
        ]);
    }

    [Fact]
    public void A_large_draw_is_torch_s_bit_for_bit()
    {
        // torch.manual_seed(0); hashlib.sha256(torch.randn(3072).numpy().tobytes()), on a processor with AVX2.
        var noise = new float[3072];
        new TorchGenerator(0).Normal(noise);

        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(noise)))
            .ShouldBe("79276078d05527a35911ab0b3358960e17cbeeb691c76f8b8e8cb2f78ef0126e");
    }

    [Fact]
    public void A_place_outside_every_batch_is_refused()
        => Should.Throw<MySpinBot.Sdk.NodeFailure>(() => LatentNoise.Of(Latent.Zeros(new LatentShape(1, 4, 8, 8)).WithBatchIndex([LatentNoise.MaxPlace + 1]), 1)).Message.ShouldContain("65535");

    private static IEnumerable<(JsonElement Case, LatentShape Shape, ulong Seed)> Each(string list)
    {
        foreach (var each in Cases.GetProperty(list).EnumerateArray())
        {
            int[] shape = [.. each.GetProperty("shape").EnumerateArray().Select(side => side.GetInt32())];
            yield return (each, new LatentShape(shape[0], shape[1], shape[2], shape[3]), Seed(each));
        }
    }

    private static double[] Doubles(string key) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(Data.Bytes(key)).ToArray();

    private static ulong Seed(JsonElement each) => ulong.Parse(each.GetProperty("seed").GetString()!, CultureInfo.InvariantCulture);

    private static void Near(float[] noise, string key)
    {
        var expected = Data.Floats(key);
        noise.Length.ShouldBe(expected.Length, key);
        noise.Zip(expected, (value, right) => (double)Math.Abs(value - right)).Max().ShouldBeLessThanOrEqualTo(expected.Length < 16 ? Single : Blocks, key);
    }
}
