using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>How a network of Stable Video Diffusion is made, read from its weights' names and shapes, and from its configuration what these do not say: heads, and for how many frames it was trained.</summary>
internal static class VideoUNetReading
{
    // What every published network of this kind has; no shape says it.
    private const int UsualHeadWidth = 64;
    private const int UsualFrames = 14;

    // A network is built for these, so a file must not ask for any number.
    private const int MostLevels = 8;
    private const int MostLayers = 16;
    private const int MostFrames = 4096;

    /// <summary>How the network of these weights is made; null where they are none of this kind.</summary>
    /// <param name="weights">The weights, whatever they are called.</param>
    /// <param name="config">diffusers' <c>config.json</c>; null where there is none.</param>
    /// <exception cref="CheckpointException">They are, and something is missing or does not fit.</exception>
    public static VideoUNetConfig? Of(ITensors weights, JsonElement? config = null) => VideoUNetNames.Diffusers(weights) is { } named ? OfNamed(named, config) : null;

    private static VideoUNetConfig OfNamed(ITensors weights, JsonElement? config)
    {
        var channels = Channels(weights);
        var layers = Count(weights, i => $"down_blocks.0.resnets.{i}.{VideoUNetNames.FirstConv}");
        var (first, last) = (Kernel(weights, "conv_in.weight"), Kernel(weights, "conv_out.weight"));
        var numbers = Matrix(weights, "add_embedding.linear_1.weight").In;
        if (numbers % VideoUNet.AddedNumbers != 0 || numbers / VideoUNet.AddedNumbers % 2 != 0)
        {
            throw new CheckpointException($"This video network's 'add_embedding.linear_1.weight' takes {numbers} numbers; a video is told by {VideoUNet.AddedNumbers} numbers, each as an even number of waves.");
        }

        if (layers is < 1 or > MostLayers || channels.Any(each => each % SpatioTemporalLayers.Groups != 0))
        {
            throw new CheckpointException(
                $"This video network has levels of {string.Join(", ", channels)} channels with {layers} residual blocks each; multiples of {SpatioTemporalLayers.Groups} with 1 to {MostLayers} blocks would be right.");
        }

        return new VideoUNetConfig
        {
            InChannels = first.In,
            OutChannels = last.Out,
            Channels = channels,
            ContextWidth = ContextWidth(weights),
            LayersPerBlock = layers,
            Heads = Heads(channels, config),
            NumberWidth = numbers / VideoUNet.AddedNumbers,
            Frames = Whole(config, "num_frames") is { } frames && frames <= MostFrames ? frames : UsualFrames,
        };
    }

    private static ImmutableArray<int> Channels(ITensors weights)
    {
        var levels = Count(weights, i => $"down_blocks.{i}.resnets.0.{VideoUNetNames.FirstConv}");
        if (levels is 0 or > MostLevels || Count(weights, i => $"up_blocks.{i}.resnets.0.{VideoUNetNames.FirstConv}") != levels)
        {
            throw new CheckpointException($"This video network has {levels} levels on the way down; 1 to {MostLevels}, and as many on the way up, would be right. Is the file whole?");
        }

        return [.. Enumerable.Range(0, levels).Select(level => Kernel(weights, $"down_blocks.{level}.resnets.0.{VideoUNetNames.FirstConv}").Out)];
    }

    // Every attention to the context has the same width; one that differs is found when the graph is built.
    private static int ContextWidth(ITensors weights)
        => weights.Entries.FirstOrDefault(entry => entry.Name.EndsWith(".transformer_blocks.0.attn2.to_k.weight", StringComparison.Ordinal)) is { } key ? Matrix(weights, key.Name).In
            : throw new CheckpointException("This video network attends to no picture: 'mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight' is missing.");

    private static ImmutableArray<int> Heads(ImmutableArray<int> channels, JsonElement? config)
    {
        // The channels of its published configuration say what a width is divided by; a list says it for each level.
        var said = config is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty("num_attention_heads", out var value) ? value : default;
        var heads = said.ValueKind switch
        {
            JsonValueKind.Array => [.. said.EnumerateArray().Select(each => each.ValueKind == JsonValueKind.Number && each.TryGetInt32(out var number) ? number : 0)],
            JsonValueKind.Number => [.. channels.Select(_ => said.TryGetInt32(out var number) ? number : 0)],
            _ => channels.Select(each => Math.Max(1, each / UsualHeadWidth)).ToImmutableArray(),
        };
        return heads.Length == channels.Length && heads.Zip(channels).All(each => each.First > 0 && each.Second % each.First == 0) ? heads
            : throw new CheckpointException($"This video network's levels have {string.Join(", ", channels)} channels and {string.Join(", ", heads)} heads; a number of heads for each level that divides its channels ('num_attention_heads') would be right.");
    }

    private static (int Out, int In) Kernel(ITensors weights, string name)
        => weights.Get(name).Shape is [> 0 and <= 1 << 16 and var given, > 0 and <= 1 << 16 and var taken, > 0, > 0] ? ((int)given, (int)taken) : throw Misshapen(weights.Get(name), "[out, in, height, width]");

    private static (int Out, int In) Matrix(ITensors weights, string name)
        => weights.Get(name).Shape is [> 0 and <= 1 << 20 and var given, > 0 and <= 1 << 20 and var taken] ? ((int)given, (int)taken) : throw Misshapen(weights.Get(name), "[out, in]");

    private static CheckpointException Misshapen(TensorEntry tensor, string wanted)
        => new($"The tensor '{tensor.Name}' of this video network is [{string.Join(", ", tensor.Shape)}]; {wanted} would be right.");

    private static int Count(ITensors weights, Func<string, string> name)
    {
        var count = 0;
        while (count <= MostLevels + MostLayers && weights.TryGet(name(count.ToString(CultureInfo.InvariantCulture)), out _))
        {
            count++;
        }

        return count;
    }

    private static int? Whole(JsonElement? config, string name)
        => config is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 ? number : null;
}
