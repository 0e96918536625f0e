using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>How a UNet is made, read from its weights' names and shapes; what they cannot say, from a description beside it, else as it was published.</summary>
internal static class UNetReading
{
    // Stable Diffusion 1.x attends with eight heads on every level; its successors, whose transformers begin with a matrix, with heads of 64.
    private const int PublishedHeads = 8;
    private const int PublishedHeadWidth = 64;
    private const int PublishedGroups = 32;

    /// <summary>The configuration of a UNet.</summary>
    /// <param name="weights">Its weights, under diffusers' names.</param>
    /// <param name="json">Diffusers' <c>config.json</c>; null where there is none.</param>
    /// <param name="heads">How the original repository's <c>.yaml</c> divides its attentions; null where there is none.</param>
    /// <exception cref="CheckpointException">The weights are no UNet's, or not that of the description, or of a kind that is not built.</exception>
    public static UNetConfig Of(ITensors weights, JsonElement? json = null, HeadRule? heads = null)
    {
        var channels = Levels(weights);
        var first = Shape(weights, "conv_in.weight");
        var described = json is { } element ? new UNetJson(element) : null;
        described?.Check(channels, (int)first[1], (int)Shape(weights, "conv_out.weight")[0]);
        var layers = channels.Select((_, level) => Count(weights, $"down_blocks.{level}.attentions.0.transformer_blocks.{{0}}.norm1.weight")).ToImmutableArray();
        var rule = described?.Heads ?? heads ?? Published(weights, layers);
        var groups = described?.Groups ?? Groups(channels);
        if (channels.FirstOrDefault(width => width % groups != 0) is > 0 and var odd)
        {
            throw new CheckpointException($"A level of this UNet has {odd} channels, which {groups} groups of its normalisations cannot share; a config.json that says norm_num_groups as it was trained would be right.");
        }

        return new UNetConfig
        {
            InChannels = (int)first[1],
            OutChannels = (int)Shape(weights, "conv_out.weight")[0],
            ContextWidth = Context(weights, layers),
            Channels = channels,
            Heads = [.. channels.Select((width, level) => layers[level] > 0 || level == channels.Length - 1 ? rule.Of(level, width) : 1)],
            LayersPerBlock = Count(weights, "down_blocks.0.resnets.{0}.conv1.weight"),
            NormGroups = groups,
            NormEpsilon = described?.Epsilon ?? 1e-5f,
            TransformerLayers = layers,
            AddedWidth = weights.TryGet("add_embedding.linear_1.weight", out var added) ? (int)added.Shape[1] : 0,
            SizeWidth = described?.SizeWidth ?? 256,
        };
    }

    private static ImmutableArray<int> Levels(ITensors weights)
    {
        var channels = ImmutableArray.CreateBuilder<int>();
        while (weights.TryGet(string.Create(CultureInfo.InvariantCulture, $"down_blocks.{channels.Count}.resnets.0.conv1.weight"), out var conv))
        {
            channels.Add(Side(conv, 0));
        }

        return channels.Count > 0 ? channels.DrainToImmutable()
            : throw new CheckpointException("These weights are no UNet's: 'down_blocks.0.resnets.0.conv1.weight' is missing, or 'input_blocks.1.0.in_layers.2.weight' in the names of the original repositories.");
    }

    // Groups must divide every level: 32 as published, fewer where a smaller network has fewer channels.
    private static int Groups(ImmutableArray<int> channels) => channels.Aggregate(PublishedGroups, Greatest);

    private static int Greatest(int a, int b) => b == 0 ? a : Greatest(b, a % b);

    private static int Context(ITensors weights, ImmutableArray<int> layers)
    {
        for (var level = 0; level < layers.Length; level++)
        {
            if (layers[level] > 0)
            {
                return (int)Shape(weights, string.Create(CultureInfo.InvariantCulture, $"down_blocks.{level}.attentions.0.transformer_blocks.0.attn2.to_k.weight"))[1];
            }
        }

        return (int)Shape(weights, "mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight")[1];
    }

    private static HeadRule Published(ITensors weights, ImmutableArray<int> layers)
    {
        var level = Math.Max(0, layers.IndexOf(layers.FirstOrDefault(count => count > 0)));
        return weights.TryGet(string.Create(CultureInfo.InvariantCulture, $"down_blocks.{level}.attentions.0.proj_in.weight"), out var entry) && entry.Shape.Length == 2
            ? HeadRule.OfWidth(PublishedHeadWidth) : HeadRule.OfCount(PublishedHeads);
    }

    private static int Count(ITensors weights, string pattern)
    {
        var count = 0;
        while (weights.TryGet(pattern.Replace("{0}", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), out _))
        {
            count++;
        }

        return count;
    }

    private static ImmutableArray<long> Shape(ITensors weights, string name)
        => weights.Get(name) is { Shape.Length: >= 2 } entry ? [Side(entry, 0), Side(entry, 1)] : throw new CheckpointException($"The weights '{name}' of this UNet are neither a matrix's nor a convolution's.");

    private static int Side(TensorEntry entry, int axis)
        => entry.Shape.Length > axis && entry.Shape[axis] is > 0 and <= 1 << 20 ? (int)entry.Shape[axis]
            : throw new CheckpointException($"The weights '{entry.Name}' of this UNet have the shape [{string.Join(", ", entry.Shape)}], which no layer of it has.");
}
