namespace MySpinBot.Inference.Tests.Architectures;

/// <summary>Networks of every form, compared with what their definition says, in double precision.</summary>
public sealed class Upscaling_networks_are_what_their_weights_say
{
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData(3, 8, 4, 1, 2, 1)] // ×4, as ESRGAN
    [InlineData(3, 12, 5, 2, 2, 2)] // ×2, unshuffled by 2
    [InlineData(3, 7, 3, 1, 2, 4)] // ×1, unshuffled by 4
    [InlineData(3, 6, 4, 2, 1, 1)] // ×2 of the first release
    [InlineData(3, 5, 2, 1, 0, 1)] // ×1 of the first release
    [InlineData(3, 6, 3, 1, 3, 1)] // ×8
    [InlineData(1, 9, 3, 1, 2, 1)] // of grey pictures
    [InlineData(1, 6, 3, 1, 2, 2)]
    [InlineData(3, 8, 4, 1, 2, 1, true)] // ESRGAN+
    public void Residual_in_residual_dense_blocks(int channels, int features, int growth, int blocks, int doublings, int unshuffle, bool plus = false)
    {
        var weights = Upscaling.Rrdb(features, channels, features, growth, blocks, doublings, unshuffle, plus);
        var network = Networks.Read(weights.ToTensors()).ShouldBeOfType<RrdbNet>();
        (network.Channels, network.Blocks, network.Doublings, network.Multiple, network.Scale).ShouldBe((channels, blocks, doublings, unshuffle, (1 << doublings) / unshuffle));

        var image = Plane.Filled(channels, 4 * unshuffle, 3 * unshuffle, (_, _, _) => weights.Next());
        var expected = Upscaling.Rrdb(weights, image, blocks, doublings, unshuffle);

        Compare(network, image, expected);
    }

    [Theory]
    [InlineData(3, 8, 3, 4)]
    [InlineData(3, 5, 1, 2)]
    [InlineData(3, 6, 0, 1)]
    [InlineData(3, 4, 2, 3)]
    [InlineData(1, 7, 2, 4)]
    [InlineData(3, 6, 2, 2, false)]
    public void Compact_networks(int channels, int features, int convs, int scale, bool slopes = true)
    {
        var weights = Upscaling.Srvgg(features, channels, features, convs, scale, slopes);
        var network = Networks.Read(weights.ToTensors()).ShouldBeOfType<SrvggNetCompact>();
        (network.Channels, network.Scale, network.Convolutions, network.Reach, network.HasSlopes).ShouldBe((channels, scale, convs + 2, convs + 2, slopes));

        var image = Plane.Filled(channels, 6, 5, (_, _, _) => weights.Next());

        Compare(network, image, Upscaling.Srvgg(weights, image, convs, scale, slopes));
    }

    [Fact]
    public void In_half_precision_they_are_near()
    {
        var weights = Upscaling.Rrdb(3, 3, 8, 4, 1, 2, 1);
        var image = Plane.Filled(3, 5, 4, (_, _, _) => weights.Next());
        var expected = Upscaling.Rrdb(weights, image, 1, 2, 1);

        var outputs = Networks.Run(Networks.Read(weights.ToTensors()).Graph(Checkpoints.TensorType.Float16), [.. image.Numbers.Select(number => (float)number)], 1, 3, 5, 4);

        Networks.Farthest(outputs[UpscaleNetwork.Output].ToFloats(), [.. expected.Numbers.Select(number => (float)number)]).ShouldBeLessThan(5e-3);
    }

    [Fact]
    public void They_see_no_farther_than_they_say()
    {
        var weights = Upscaling.Rrdb(5, 3, 4, 2, 1, 2, 2);
        var network = Networks.Read(weights.ToTensors());
        var side = (network.Reach * 2) + 8;
        var one = new float[3 * 8 * side];
        var other = (float[])one.Clone();
        other[side - 1 - network.Reach - network.Multiple] = 1; // Just out of reach of the last column.
        var (width, rows) = (side * network.Scale, 3 * 8 * network.Scale);

        var (a, b) = (Out(one), Out(other));

        b.ShouldNotBe(a);
        for (var row = 0; row < rows; row++)
        {
            b[(row * width) + width - 1].ShouldBe(a[(row * width) + width - 1]);
        }

        float[] Out(float[] image) => Networks.Run(network.Graph(), image, 1, 3, 8, side)[UpscaleNetwork.Output].ToFloats();
    }

    private static void Compare(UpscaleNetwork network, Plane image, Plane expected)
    {
        var output = Networks.Run(network.Graph(), [.. image.Numbers.Select(number => (float)number)], 1, image.Channels, image.Height, image.Width)[UpscaleNetwork.Output];

        output.Shape.ShouldBe([1, expected.Channels, expected.Height, expected.Width]);
        Networks.Farthest(output.ToFloats(), [.. expected.Numbers.Select(number => (float)number)]).ShouldBeLessThan(Tolerance * Math.Max(1, expected.Numbers.Max(Math.Abs)));
    }
}
