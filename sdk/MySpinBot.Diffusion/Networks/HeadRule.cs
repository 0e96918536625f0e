using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>How the channels of a level are divided among the heads of its attentions: shapes cannot say, since all heads lie in one matrix.</summary>
internal sealed class HeadRule
{
    private readonly ImmutableArray<int> _counts;
    private readonly int _width;

    private HeadRule(ImmutableArray<int> counts, int width) => (_counts, _width) = (counts, width);

    /// <summary>So many heads on every level, or one number for each.</summary>
    public static HeadRule OfCount(params ImmutableArray<int> counts) => new(counts, 0);

    /// <summary>Heads of so many channels on every level.</summary>
    public static HeadRule OfWidth(int width) => new([], width);

    /// <summary>How the <c>.yaml</c> of an original repository says it: <c>num_heads</c>, or <c>num_head_channels</c> where that is −1. Null where it says neither.</summary>
    public static HeadRule? OfYaml(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (count, width) = (0, 0);
        var isNetwork = false;
        foreach (var line in text.Split('\n').Select(line => line.Split('#')[0].Trim()))
        {
            isNetwork = line switch { _ when line.StartsWith("unet_config:", StringComparison.Ordinal) || line.StartsWith("network_config:", StringComparison.Ordinal) => true, _ when line.EndsWith("_stage_config:", StringComparison.Ordinal) => false, _ => isNetwork };
            count = isNetwork && Number(line, "num_heads:") is { } heads ? heads : count;
            width = isNetwork && Number(line, "num_head_channels:") is { } channels ? channels : width;
        }

        return width > 0 ? OfWidth(width) : count > 0 ? OfCount(count) : null;
    }

    /// <summary>Heads of a level.</summary>
    /// <exception cref="CheckpointException">They do not divide its channels.</exception>
    public int Of(int level, int channels)
    {
        var heads = _width > 0 ? channels / _width : _counts[Math.Min(level, _counts.Length - 1)];
        return heads > 0 && channels % heads == 0 && (_width == 0 || channels % _width == 0) ? heads : throw new CheckpointException(
            _width > 0 ? $"Level {level} of this UNet has {channels} channels, which cannot be divided into heads of {_width}; a config.json or .yaml beside the weights that says how many heads there are would be right."
                : $"Level {level} of this UNet has {channels} channels, which cannot be divided among {heads} heads; a config.json or .yaml beside the weights that says how many heads there are would be right.");
    }

    private static int? Number(string line, string name)
        => line.StartsWith(name, StringComparison.Ordinal) && int.TryParse(line.AsSpan(name.Length).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
