using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>How an autoencoder is made, read from its configuration where there is one, else from the shapes of its weights.</summary>
internal static class AutoencoderReading
{
    // What every published autoencoder of this kind has; no shape says it.
    private const int UsualGroups = 32;

    // A network is built for these, so a file must not ask for any number.
    private const int MostLevels = 8;
    private const int MostLayers = 16;

    /// <summary>How the autoencoder among these weights is made; null where there is none.</summary>
    /// <param name="weights">The weights, whatever they are called.</param>
    /// <param name="config">diffusers' <c>config.json</c>; null where there is none.</param>
    /// <exception cref="CheckpointException">There is one, and something of it is missing or does not fit.</exception>
    public static AutoencoderConfig? Of(ITensors weights, JsonElement? config = null)
        => AutoencoderNames.Diffusers(weights) is { } named ? OfNamed(named, config) : TinyAutoencoderReading.Of(weights);

    private static AutoencoderConfig OfNamed(ITensors weights, JsonElement? config)
    {
        var (encodes, decodes) = (weights.TryGet("encoder.conv_in.weight", out _), weights.TryGet("decoder.conv_in.weight", out _));
        var isTemporal = weights.TryGet("decoder.time_conv_out.weight", out _);
        var channels = encodes ? Channels(weights, "encoder.down_blocks", isReversed: false) : Channels(weights, "decoder.up_blocks", isReversed: true);
        var layers = encodes ? Count(weights, n => $"encoder.down_blocks.0.resnets.{n}.norm1.weight")
            : Math.Max(Count(weights, n => $"decoder.up_blocks.0.resnets.{n}.norm1.weight"), Count(weights, n => $"decoder.up_blocks.0.resnets.{n}.spatial_res_block.norm1.weight")) - 1;
        var latent = decodes ? weights.Get("decoder.conv_in.weight").Shape[1] : weights.Get("encoder.conv_out.weight").Shape[0] / 2;
        if (channels.Length is 0 or > MostLevels || layers is < 1 or > MostLayers || latent is < 1 or > 1024)
        {
            throw new CheckpointException($"This autoencoder has {channels.Length} levels of {layers} residual blocks and {latent} latent channels; 1 to {MostLevels} levels of 1 to {MostLayers} blocks would be right.");
        }

        var groups = Number(config, "norm_num_groups") ?? channels.Aggregate(UsualGroups, GreatestCommonDivisor);
        return channels.All(each => each % groups == 0)
            ? new AutoencoderConfig(isTemporal ? AutoencoderKind.Temporal : AutoencoderKind.Kl, (int)latent, channels, layers) { NormGroups = groups, Encodes = encodes, Decodes = decodes }
            : throw new CheckpointException($"This autoencoder's levels have {string.Join(", ", channels)} channels, and its configuration says {groups} groups ('norm_num_groups'); a number that divides all of them would be right.");
    }

    private static ImmutableArray<int> Channels(ITensors weights, string blocks, bool isReversed)
    {
        var channels = ImmutableArray.CreateBuilder<int>();
        while (channels.Count <= MostLevels && Convolution(weights, $"{blocks}.{channels.Count}.resnets.0") is { } kernel)
        {
            channels.Add(kernel.Shape is [> 0 and <= 1 << 16 and var given, _, _, _] ? (int)given
                : throw new CheckpointException($"The tensor '{kernel.Name}' of this autoencoder is [{string.Join(", ", kernel.Shape)}]; [out, in, height, width] would be right."));
        }

        if (isReversed)
        {
            channels.Reverse();
        }

        return channels.ToImmutable();
    }

    private static TensorEntry? Convolution(ITensors weights, string resnet)
        => weights.TryGet($"{resnet}.conv1.weight", out var plain) ? plain : weights.TryGet($"{resnet}.spatial_res_block.conv1.weight", out var spatial) ? spatial : null;

    private static int Count(ITensors weights, Func<int, string> name)
    {
        var count = 0;
        while (count <= MostLayers && weights.TryGet(name(count), out _))
        {
            count++;
        }

        return count;
    }

    private static int? Number(JsonElement? config, string name)
        => config is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 ? number : null;

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
