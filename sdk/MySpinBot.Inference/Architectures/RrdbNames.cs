using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>What an RRDBNet's weights have been called over the years, brought to BasicSR's names.</summary>
/// <remarks>ESRGAN's first release numbers its layers as one sequence (<c>model.1.sub.0.RDB1.conv1.0</c>); its second, BSRGAN's and RealSR's say <c>RRDB_trunk.0.RDB1.conv1</c>, <c>trunk_conv</c>, <c>upconv1</c>, <c>HRconv</c>;
/// Real-ESRGAN and BasicSR say <c>body.0.rdb1.conv1</c>, <c>conv_body</c>, <c>conv_up1</c>, <c>conv_hr</c>.</remarks>
internal static partial class RrdbNames
{
    /// <summary>The weights under BasicSR's names; null where they are no RRDBNet's.</summary>
    public static ITensors? Official(ITensors weights)
    {
        if (weights.TryGet("conv_first.weight", out _))
        {
            return weights.TryGet("body.0.rdb1.conv1.weight", out _) ? weights
                : weights.TryGet("RRDB_trunk.0.RDB1.conv1.weight", out _) ? new RenamedTensors(weights, FromTrunk)
                : null;
        }

        return weights.TryGet("model.0.weight", out _) && weights.TryGet("model.1.sub.0.RDB1.conv1.0.weight", out _) ? FromSequence(weights) : null;
    }

    private static string FromTrunk(string name)
    {
        if (TrunkBlock().Match(name) is { Success: true } block)
        {
            return $"body.{block.Groups[1].Value}.rdb{block.Groups[2].Value}.{block.Groups[3].Value}";
        }

        return name.Replace("trunk_conv.", "conv_body.", StringComparison.Ordinal).Replace("HRconv.", "conv_hr.", StringComparison.Ordinal).Replace("upconv", "conv_up", StringComparison.Ordinal);
    }

    // A sequence: 0 the first convolution, 1 the blocks with the convolution after them, then [enlarge, convolve, activate] for each doubling, then convolve, activate, convolve.
    private static RenamedTensors FromSequence(ITensors weights)
    {
        var layers = weights.Entries.Select(entry => SequenceLayer().Match(entry.Name)).Where(match => match.Success).Select(match => Number(match.Groups[1])).ToHashSet();
        var last = layers.Max();
        var doublings = (last - 4) / 3;
        var enlarging = Enumerable.Range(1, Math.Max(doublings, 0)).ToDictionary(i => i * 3, i => string.Create(CultureInfo.InvariantCulture, $"conv_up{i}"));
        if (last < 4 || (last - 4) % 3 != 0 || !layers.SetEquals([0, .. enlarging.Keys, last - 2, last]))
        {
            throw new CheckpointException($"This ESRGAN model has weights in its layers {string.Join(", ", layers.Order())}; one that enlarges by nearest neighbour and convolution has them in 0, 3, 6, …, and the last but two and the last. "
                + "Models that enlarge by pixel shuffle are not supported.");
        }

        var body = weights.Entries.Select(entry => SequenceBody().Match(entry.Name)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct().ToArray();
        return body is [var trunk]
            ? new RenamedTensors(weights, name => Renamed(name, trunk))
            : throw new CheckpointException("This ESRGAN model has no single convolution after its blocks; 'model.1.sub.N.weight' would be right, where N is the number of blocks.");

        string? Renamed(string name, string trunk)
        {
            if (SequenceBlock().Match(name) is { Success: true } block)
            {
                return $"body.{block.Groups[1].Value}.rdb{block.Groups[2].Value}.{block.Groups[3].Value}.{block.Groups[4].Value}";
            }

            if (SequenceLayer().Match(name) is { Success: true } layer)
            {
                var number = Number(layer.Groups[1]);
                var official = number == 0 ? "conv_first" : number == last ? "conv_last" : number == last - 2 ? "conv_hr" : enlarging[number];
                return $"{official}.{layer.Groups[2].Value}";
            }

            return name.StartsWith($"model.1.sub.{trunk}.", StringComparison.Ordinal) ? $"conv_body.{name.Split('.')[^1]}" : null;
        }
    }

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^RRDB_trunk\.(\d{1,6})\.RDB(\d)\.(.+)$")]
    private static partial Regex TrunkBlock();

    [GeneratedRegex(@"^model\.1\.sub\.(\d{1,6})\.RDB(\d)\.(conv\d|conv1x1)(?:\.0)?\.(weight|bias)$")]
    private static partial Regex SequenceBlock();

    [GeneratedRegex(@"^model\.1\.sub\.(\d{1,6})\.(?:weight|bias)$")]
    private static partial Regex SequenceBody();

    [GeneratedRegex(@"^model\.(\d{1,6})\.(weight|bias)$")]
    private static partial Regex SequenceLayer();
}
