using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>How a TAESD is made, read from its weights; and its weights under names that say which half they are of.</summary>
/// <remarks>It is published as two files of a bare sequence each (<c>1.weight</c>), as one of diffusers (<c>decoder.layers.0.weight</c>), and as one of ComfyUI's (<c>taesd_decoder.1.weight</c>).</remarks>
internal static class TinyAutoencoderReading
{
    /// <summary>What stands before the numbers of the half that makes latents.</summary>
    public const string Encoder = "encoder.";

    /// <summary>What stands before the numbers of the half that makes pictures.</summary>
    public const string Decoder = "decoder.";

    private const int MostLevels = 8;

    private static readonly (string Encoder, string Decoder)[] Prefixes = [("encoder.layers.", "decoder.layers."), ("taesd_encoder.", "taesd_decoder.")];

    // What models of a family see of their latents: ComfyUI's latent_formats.py and nodes.py (VAELoader).
    private static readonly (string Name, double Scale, double Shift)[] Families =
    [
        ("taesdxl", 0.13025, 0),
        ("taesd3", 1.5305, 0.0609),
        ("taef1", 0.3611, 0.1159),
        ("taesd", 0.18215, 0),
    ];

    /// <summary>The weights under <c>encoder.N…</c> and <c>decoder.N…</c>; null where they are no TAESD's.</summary>
    public static ITensors? Named(ITensors weights)
    {
        foreach (var (encoder, decoder) in Prefixes)
        {
            if (Begins(weights, decoder) || Begins(weights, encoder))
            {
                return new RenamedTensors(weights, name => name.StartsWith(encoder, StringComparison.Ordinal) ? $"{Encoder}{name[encoder.Length..]}"
                    : name.StartsWith(decoder, StringComparison.Ordinal) ? $"{Decoder}{name[decoder.Length..]}"
                    : null);
            }
        }

        // The decoder's sequence begins with what has no weights.
        return weights.TryGet("0.weight", out var first) && first.Shape.Length == 4 && weights.TryGet("1.conv.0.weight", out _) ? new RenamedTensors(weights, name => $"{Encoder}{name}")
            : weights.TryGet("1.weight", out first) && first.Shape.Length == 4 && weights.TryGet("3.conv.0.weight", out _) ? new RenamedTensors(weights, name => $"{Decoder}{name}")
            : null;
    }

    /// <summary>How it is made; null where it is none.</summary>
    /// <exception cref="CheckpointException">It is one, and something of it does not fit.</exception>
    public static AutoencoderConfig? Of(ITensors weights)
    {
        if (Named(weights) is not { } named)
        {
            return null;
        }

        var (encoder, decoder) = (TinyAutoencoder.Modules(named, Encoder), TinyAutoencoder.Modules(named, Decoder));
        var one = decoder.Count > 0 ? decoder : encoder;
        var doublings = one.Count(module => module.Kind == TinyAutoencoder.ModuleKind.Resampling);
        var (latent, features) = decoder.Count > 0 ? (Side(named, decoder[0].Name, 1), Side(named, decoder[0].Name, 0)) : (Side(named, encoder[^1].Name, 0), Side(named, encoder[0].Name, 0));
        if (doublings is 0 or >= MostLevels)
        {
            throw new CheckpointException($"This TAESD changes the size {doublings} times; 1 to {MostLevels - 1} times would be right.");
        }

        return new AutoencoderConfig(AutoencoderKind.Tiny, latent, [.. Enumerable.Repeat(features, doublings + 1)], one.Count(module => module.Kind == TinyAutoencoder.ModuleKind.Block))
        {
            Encodes = encoder.Count > 0,
            Decodes = decoder.Count > 0,
        };
    }

    /// <summary>What latents have to be multiplied by, and what is taken from them before: told by the file's name, as no number of it says it.</summary>
    /// <param name="config">How it is made.</param>
    /// <param name="fileName">Such as <c>taesdxl_decoder.safetensors</c>; a name that tells nothing is taken to be Stable Diffusion's, where there are four channels.</param>
    public static AutoencoderConfig Scaled(AutoencoderConfig config, string fileName)
    {
        foreach (var (name, scale, shift) in Families)
        {
            if (fileName.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return config with { LatentScale = scale, LatentShift = shift };
            }
        }

        return config.LatentChannels == 4 ? config with { LatentScale = 0.18215 } : config;
    }

    private static bool Begins(ITensors weights, string half)
        => weights.TryGet(string.Create(CultureInfo.InvariantCulture, $"{half}0.weight"), out var first) || weights.TryGet(string.Create(CultureInfo.InvariantCulture, $"{half}1.weight"), out first)
            ? first.Shape.Length == 4 : false;

    private static int Side(ITensors weights, string convolution, int axis)
        => weights.Get($"{convolution}.weight").Shape is [> 0 and <= 1 << 16, > 0 and <= 1 << 16, _, _] shape ? (int)shape[axis]
            : throw new CheckpointException($"The tensor '{convolution}.weight' of this TAESD is no convolution's; [out, in, height, width] would be right.");
}
