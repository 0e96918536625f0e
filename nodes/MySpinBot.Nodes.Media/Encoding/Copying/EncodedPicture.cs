using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The picture of a file as it is encoded: what a decoder must know of it, and its packets. Nothing is decoded to find out.</summary>
/// <param name="Path">The file.</param>
/// <param name="Codec">Its codec; <see cref="PictureCodec.Auto"/> for one that is not copied.</param>
/// <param name="Form">Everything that two pictures must share to be one stream.</param>
/// <param name="Tag">The container's name of the codec.</param>
/// <param name="IsPlain">Whether it is shown as it is stored: progressive, upright, with square pixels.</param>
/// <param name="Start">Seconds at which it begins.</param>
/// <param name="IsIndexed">Whether the container's key frames are places at which decoding may begin without anything that came before (MP4's sync samples).</param>
/// <param name="TimeBase">Seconds that a tick lasts.</param>
/// <param name="Packets">Its packets in the order of decoding; empty where one of them cannot be relied on.</param>
internal sealed record EncodedPicture(string Path, PictureCodec Codec, string Form, string Tag, bool IsPlain, decimal Start, bool IsIndexed, Rational TimeBase, ImmutableArray<Packet> Packets)
{
    private const int MostBytes = 1 << 20;

    // What a decoder is told beside the packets. The digest of the extradata holds the parameter sets.
    private static readonly string[] Shared =
        ["codec_name", "profile", "level", "width", "height", "coded_width", "coded_height", "has_b_frames", "pix_fmt", "color_range", "color_space", "color_transfer", "color_primaries", "chroma_location", "time_base", "extradata_hash"];

    /// <summary>Asks ffprobe; null where the file has no picture that it can say enough of.</summary>
    public static async Task<EncodedPicture?> OfAsync(string path, NodeContext context, CancellationToken cancellation)
    {
        string[] arguments = ["-hide_banner", "-v", "error", "-select_streams", "v:0", "-show_streams", "-show_format", "-show_data_hash", "md5", "-of", "json", path];
        var json = await new ToolProcess(context.Tools.Executable("ffprobe"), arguments).ReadAllAsync(MostBytes, context.Time, cancellation);
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("streams", out var streams) || streams.GetArrayLength() == 0 || !document.RootElement.TryGetProperty("format", out var format)
            || TimeBaseOf(MediaProbe.Text(streams[0], "time_base")) is not { } timeBase)
        {
            return null;
        }

        var stream = streams[0];
        return new EncodedPicture(
            path,
            CodecOf(MediaProbe.Text(stream, "codec_name"), MediaProbe.Text(stream, "pix_fmt")),
            string.Join('|', Shared.Select(name => MediaProbe.Text(stream, name))),
            MediaProbe.Text(stream, "codec_tag_string"),
            IsPlainIn(stream),
            (decimal)MediaProbe.Number(stream, "start_time"),
            MediaProbe.Text(format, "format_name").Contains("mp4", StringComparison.Ordinal),
            timeBase,
            await PacketsAsync(path, context, cancellation));
    }

    /// <summary>Its packets, in the order of decoding.</summary>
    public static async Task<ImmutableArray<Packet>> PacketsAsync(string path, NodeContext context, CancellationToken cancellation)
    {
        var packets = ImmutableArray.CreateBuilder<Packet>();
        var reliable = true;
        string[] arguments = ["-hide_banner", "-v", "error", "-select_streams", "v:0", "-show_packets", "-show_entries", "packet=pts,size,flags", "-of", "compact=p=0:nk=1", path];
        await new ToolProcess(context.Tools.Executable("ffprobe"), arguments) { Drain = ReadAsync }.RunAsync(context.Time, cancellation);
        return reliable ? packets.ToImmutable() : [];

        async Task ReadAsync(Stream output, CancellationToken ended)
        {
            using var lines = new StreamReader(output, Encoding.ASCII);
            while (await lines.ReadLineAsync(ended) is { } line)
            {
                // A packet without a time, or one that is decoded but not shown (flag D), is more than can be said exactly here.
                if (line.Split('|') is [var shown, var bytes, var flags, ..] && !flags.Contains('D', StringComparison.Ordinal)
                    && long.TryParse(shown, CultureInfo.InvariantCulture, out var time) && int.TryParse(bytes, CultureInfo.InvariantCulture, out var size))
                {
                    packets.Add(new Packet(time, size, flags.StartsWith('K')));
                }
                else
                {
                    reliable = false;
                }
            }
        }
    }

    private static bool IsPlainIn(JsonElement stream)
        => MediaProbe.Text(stream, "field_order") is "" or "progressive" or "unknown"
            && MediaProbe.Text(stream, "sample_aspect_ratio") is "" or "1:1" or "0:1"
            && !stream.TryGetProperty("side_data_list", out _)
            && !(stream.TryGetProperty("disposition", out var disposition) && MediaProbe.Number(disposition, "attached_pic") != 0);

    // RGB in anything but FFV1 is a file between two steps, which players do not take.
    private static PictureCodec CodecOf(string name, string pixels) => name switch
    {
        not "ffv1" when pixels.StartsWith("gbr", StringComparison.Ordinal) || pixels.StartsWith("rgb", StringComparison.Ordinal) || pixels.StartsWith("bgr", StringComparison.Ordinal) => PictureCodec.Auto,
        "h264" => PictureCodec.H264,
        "hevc" => PictureCodec.H265,
        "vp9" => PictureCodec.Vp9,
        "av1" => PictureCodec.Av1,
        "prores" => PictureCodec.ProRes,
        "ffv1" => PictureCodec.Ffv1,
        _ => PictureCodec.Auto,
    };

    private static Rational? TimeBaseOf(string text)
        => text.Split('/') is [var above, var below] && long.TryParse(above, CultureInfo.InvariantCulture, out var numerator) && long.TryParse(below, CultureInfo.InvariantCulture, out var denominator)
            && numerator > 0 && denominator > 0 ? new Rational(numerator, denominator) : null;
}
