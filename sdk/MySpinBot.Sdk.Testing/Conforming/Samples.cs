using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MySpinBot.Imaging;

namespace MySpinBot.Sdk.Testing;

/// <summary>Small values of every socket type of the Sdk, for nodes that must be given something.</summary>
internal static class Samples
{
    /// <summary>Whether there is a value of this type.</summary>
    public static bool Has(string type, ConformanceOptions options)
        => type.Split(',').Any(each => options.Samples.ContainsKey(each.Trim()) || each.Trim() is SocketTypes.Image or SocketTypes.Mask or SocketTypes.Audio or SocketTypes.Video or SocketTypes.Captions
            or SocketTypes.Text or SocketTypes.Int or SocketTypes.Float or SocketTypes.Boolean or SocketTypes.Json or SocketTypes.File or SocketTypes.Choice or SocketTypes.Any);

    /// <summary>A value for an input.</summary>
    public static async Task<object> OfAsync(InputDescriptor input, NodeRunner runner, ConformanceOptions options)
    {
        foreach (var type in input.Type.Split(',').Select(type => type.Trim()))
        {
            if (options.Samples.TryGetValue(type, out var own))
            {
                return own;
            }

            if (await OfAsync(type, input, runner) is { } value)
            {
                return value;
            }
        }

        throw new InvalidOperationException($"There is no sample of {input.Type}.");
    }

    private static async Task<object?> OfAsync(string type, InputDescriptor input, NodeRunner runner) => type switch
    {
        SocketTypes.Image => Picture(),
        SocketTypes.Mask => Mask.Own(1, 8, 8, new float[64]),
        SocketTypes.Audio => Sound(),
        SocketTypes.Video => await FilmAsync(runner),
        SocketTypes.Captions => new Captions { Language = "en", Cues = [new CaptionCue(0, 0.1, "one two", [new CaptionWord(0, 0.05, "one"), new CaptionWord(0.05, 0.1, "two")])] },
        SocketTypes.Int => (long)Math.Clamp(1, input.Min ?? 1, input.Max ?? 1),
        SocketTypes.Float => Math.Clamp(1, input.Min ?? 1, input.Max ?? 1),
        SocketTypes.Boolean => true,
        SocketTypes.Json => JsonElement.Parse("""{ "a": [1, "two"] }"""),
        SocketTypes.File => FileFor(input, runner.Folder),
        SocketTypes.Choice when input.Choices.Length > 0 => input.Choices[0],
        SocketTypes.Text or SocketTypes.Choice or SocketTypes.Any => input.IsColor ? "#336699" : "one two. Three!",
        _ => null,
    };

    private static Image Picture() => Image.Create(1, 8, 8, 3, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = i / (float)pixels.Length;
        }
    });

    private static Audio Sound() => Audio.Own(1, 1, 16_000, [.. Enumerable.Range(0, 1_600).Select(i => MathF.Sin(i * 0.1f) / 2)]);

    private static async Task<Video> FilmAsync(NodeRunner runner)
    {
        var still = await runner.Artifacts.PutAsync(ImageCodec.Encode(Picture(), new PngEncoding()), "image/png", default);
        return new Video
        {
            FrameRate = new Rational(25),
            Width = 8,
            Height = 8,
            Picture = [new PictureSegment(new StillSource(still), 5)],
            Sound = [new SoundSegment(null, 1, 16_000, 3_200)],
        };
    }

    private static string FileFor(InputDescriptor input, string folder)
    {
        var extension = input.FileExtensions.IsDefaultOrEmpty ? ".txt" : input.FileExtensions[0];
        var path = Path.Combine(folder, "sample" + extension);
        File.WriteAllBytes(path, extension switch
        {
            ".png" => ImageCodec.Encode(Picture(), new PngEncoding()),
            ".jpg" or ".jpeg" => ImageCodec.Encode(Picture(), new JpegEncoding()),
            ".webp" => ImageCodec.Encode(Picture(), new WebpEncoding()),
            ".json" => "{}"u8.ToArray(),
            ".wav" => Wave(),
            _ => "one\ntwo\n"u8.ToArray(),
        });
        return path;
    }

    // A tenth of a second of silence: 16-bit mono PCM at 16 kHz.
    private static byte[] Wave()
    {
        var samples = new byte[3_200];
        using var wave = new MemoryStream();
        using (var writer = new BinaryWriter(wave, Encoding.ASCII))
        {
            writer.Write("RIFF"u8);
            writer.Write(36 + samples.Length);
            writer.Write("WAVEfmt "u8);
            writer.Write(16);
            writer.Write((short)1);
            writer.Write((short)1);
            writer.Write(16_000);
            writer.Write(32_000);
            writer.Write((short)2);
            writer.Write((short)16);
            writer.Write("data"u8);
            writer.Write(samples.Length);
            writer.Write(samples);
        }

        return wave.ToArray();
    }
}
