using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests.Architectures;

public sealed partial class Weights_have_had_many_names
{
    private const int Blocks = 2;

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    public void The_same_weights_are_the_same_network_under_all_of_them(int doublings, int unshuffle)
    {
        var weights = Upscaling.Rrdb(11, 3, 6, 3, Blocks, doublings, unshuffle, plus: unshuffle == 1);
        float[] image = [.. Enumerable.Range(0, 3 * 4 * 4).Select(_ => weights.Next())];
        var expected = Out(weights.ToTensors(), image);

        Out(weights.ToTensors(name => $"module.{name}"), image).ShouldBe(expected);
        Out(weights.ToTensors(Trunk), image).ShouldBe(expected);
        Out(weights.ToTensors(name => Sequence(name, doublings)), image).ShouldBe(expected);
        Out(weights.ToTensors(name => $"module.{Sequence(name, doublings)}"), image).ShouldBe(expected);
    }

    [Fact]
    public void What_is_no_upscaling_network_is_none()
    {
        UpscaleNetwork.Of(new MemoryTensors()).ShouldBeNull();
        UpscaleNetwork.Of(new MemoryTensors().Add("conv_first.weight", [1], 1)).ShouldBeNull();
        UpscaleNetwork.Of(new MemoryTensors().Add("body.0.weight", new float[27], 1, 3, 3, 3)).ShouldBeNull();
    }

    [Fact]
    public void What_nearly_is_one_is_told_what_is_wrong()
    {
        var four = Upscaling.Srvgg(1, 4, 4, 1, 2);
        Should.Throw<CheckpointException>(() => UpscaleNetwork.Of(four.ToTensors())).Message.ShouldBe("This SRVGGNetCompact takes 4 channels; pictures are RGB or grey, so 3 or 1 would be right.");

        var odd = Upscaling.Srvgg(1, 3, 4, 1, 2);
        odd.Conv("body.4", 13, 4);
        Should.Throw<CheckpointException>(() => UpscaleNetwork.Of(odd.ToTensors())).Message.ShouldBe("This SRVGGNetCompact ends with 13 channels; 3 times the square of its scale would be right.");

        var unequal = Upscaling.Rrdb(1, 3, 4, 2, 1, 2, 1);
        unequal.Conv("conv_first", 4, 5);
        Should.Throw<CheckpointException>(() => UpscaleNetwork.Of(unequal.ToTensors())).Message.ShouldStartWith("This RRDBNet takes 5 channels and gives 3;");

        var shuffled = Upscaling.Rrdb(1, 3, 4, 2, Blocks, 2, 1).ToTensors(name => Sequence(name, 2).Replace("model.3.", "model.2.", StringComparison.Ordinal));
        Should.Throw<CheckpointException>(() => UpscaleNetwork.Of(shuffled)).Message.ShouldContain("pixel shuffle");

        var missing = Upscaling.Rrdb(1, 3, 4, 2, 1, 2, 1);
        missing.Tensors.Remove("conv_hr.weight");
        Should.Throw<CheckpointException>(() => UpscaleNetwork.Of(missing.ToTensors())!.Graph()).Message.ShouldContain("conv_hr.weight");
    }

    private static float[] Out(ITensors weights, float[] image) => Networks.Run(Networks.Read(weights).Graph(), image, 1, 3, 4, 4)[UpscaleNetwork.Output].ToFloats();

    // ESRGAN's second release, BSRGAN, RealSR.
    private static string Trunk(string name)
        => Block().Replace(name, "RRDB_trunk.$1.RDB$2.").Replace("conv_body", "trunk_conv", StringComparison.Ordinal).Replace("conv_up", "upconv", StringComparison.Ordinal).Replace("conv_hr", "HRconv", StringComparison.Ordinal);

    // ESRGAN's first release: layers of one sequence.
    private static string Sequence(string name, int doublings)
    {
        if (Block().IsMatch(name))
        {
            return Activated().Replace(Block().Replace(name, "model.1.sub.$1.RDB$2."), "$1.0.");
        }

        var last = 4 + (3 * doublings);
        return Up().Replace(name, match => string.Create(CultureInfo.InvariantCulture, $"model.{3 * int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)}."))
            .Replace("conv_first", "model.0", StringComparison.Ordinal).Replace("conv_body", $"model.1.sub.{Blocks}", StringComparison.Ordinal)
            .Replace("conv_hr", $"model.{last - 2}", StringComparison.Ordinal).Replace("conv_last", $"model.{last}", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^body\.(\d+)\.rdb(\d)\.")]
    private static partial Regex Block();

    [GeneratedRegex(@"(conv\d)\.")]
    private static partial Regex Activated();

    [GeneratedRegex(@"^conv_up(\d)\.")]
    private static partial Regex Up();
}
