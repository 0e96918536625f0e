using MySpinBot.Core.Messages.Previewing;
using MySpinBot.Server.Rest.Asking;

namespace MySpinBot.Server.Rest.Previews;

/// <summary>How a preview is wished for in an address.</summary>
internal static class PreviewForm
{
    private const int MostSide = 2_048;
    private const int MostFrames = 24;
    private const int MostFrameSide = 640;
    private const int MostPeaks = 10_000;

    private static readonly Dictionary<string, PreviewKind> Kinds = new()
    {
        ["image"] = PreviewKind.Image, ["waveform"] = PreviewKind.Waveform, ["strip"] = PreviewKind.Strip, ["poster"] = PreviewKind.Poster, ["peaks"] = PreviewKind.Peaks,
    };

    private static readonly Dictionary<string, PreviewFormat> Formats = new()
    {
        ["webp"] = PreviewFormat.Webp, ["jpeg"] = PreviewFormat.Jpeg, ["png"] = PreviewFormat.Png, ["json"] = PreviewFormat.Json,
    };

    /// <summary>Reads it; what is wrong with it is said when the parameters are checked.</summary>
    public static PreviewWish Read(Parameters parameters)
    {
        var kind = parameters.Words("kind", Kinds) is [var first, ..] ? first : PreviewKind.Any;
        var formats = parameters.Words("format", Formats);
        var (width, height) = ((int)parameters.Number("width", 0, 1, MostSide), (int)parameters.Number("height", 0, 1, MostSide));
        var quality = (int)parameters.Number("quality", 80, 1, 100);
        var (frames, peaks) = ((int)parameters.Number("frames", 0, 1, MostFrames), (int)parameters.Number("peaks", 0, 1, MostPeaks));
        var format = kind == PreviewKind.Peaks ? PreviewFormat.Json : PreviewFormat.Webp;
        if (formats is [var given, ..])
        {
            format = (given == PreviewFormat.Json) == (kind == PreviewKind.Peaks) ? given
                : parameters.Wrong("format", given.ToString().ToLowerInvariant(), kind == PreviewKind.Peaks ? "json where peaks are wanted, which are numbers" : "webp, jpeg or png where no peaks are wanted", format);
        }

        if (kind == PreviewKind.Strip && width > MostFrameSide)
        {
            parameters.Wrong("width", width.ToString(System.Globalization.CultureInfo.InvariantCulture), $"at most {MostFrameSide}, for each frame of a strip", false);
        }

        return new PreviewWish(kind, format, width, height, quality, kind switch { PreviewKind.Strip => frames, PreviewKind.Peaks => peaks, _ => 0 });
    }
}
