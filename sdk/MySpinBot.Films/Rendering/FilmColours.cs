using System.Globalization;

namespace MySpinBot.Films;

/// <summary>From a file's colours to ours. What is not said is BT.601 for small pictures and BT.709 for large ones, as all players take it; HDR is brought down to SDR.</summary>
internal static class FilmColours
{
    // zimg computes exactly where swscale's fast paths do not, and is quicker than its slow ones.
    private const string ToneMapping = ":t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv444p10le,";

    /// <summary>The filters from the file's frames to edited ones in a format, and that format.</summary>
    public static (string Filters, FrameFormat Format) Filters(PictureStream film, FilterChain edits, FrameFormat wanted)
    {
        if (film.HasAlpha || !film.IsYuv)
        {
            var alpha = !film.HasAlpha ? "format=gbrp" : wanted == FrameFormat.Rgba && !edits.Draws ? "format=gbrap" : "format=gbrap,premultiply=inplace=1,format=gbrp";
            var packed = edits.After((width, height) => string.Create(CultureInfo.InvariantCulture,
                $"scale={width}:{height}:flags=bicubic+accurate_rnd+full_chroma_int:in_color_matrix={SwscaleMatrix(film)},{alpha}"));
            return (packed, film.HasAlpha && wanted == FrameFormat.Rgba && !edits.Draws ? FrameFormat.Rgba : FrameFormat.Rgb24);
        }

        var range = film.FullRange ? "full" : "limited";
        var input = $"min={film.Matrix}:rin={range}";
        var whole = IsWhole(film) ? "" : $"scale=flags=bicubic+accurate_rnd:in_range={range}:out_range={range},format=yuv444p10le,";
        var (mapping, source) = film.IsHdr
            ? ($"zscale={input}:pin={film.Primaries}:tin={film.Transfer}{ToneMapping}", "min=bt709:rin=limited")
            : film.Primaries == "bt2020" ? ($"zscale={input}:pin=bt2020:tin=bt709:p=bt709:m=bt709:r=limited,format=yuv444p10le,", "min=bt709:rin=limited") : ("", input);
        var planar = wanted == FrameFormat.Yuv420 && edits.KeepsYuv && int.IsEvenInteger(edits.Width | edits.Height);
        var target = planar ? ":m=bt709:r=limited,format=yuv420p" : ",format=gbrp";
        var same = planar && mapping.Length == 0 && film is { PixelFormat: "yuv420p", Matrix: "bt709", FullRange: false };
        var converted = edits.After((width, height) => same && (width, height) == (film.StoredWidth, film.StoredHeight)
            ? "null"
            : string.Create(CultureInfo.InvariantCulture, $"zscale=w={width}:h={height}:f={((width, height) == (film.Width, film.Height) ? "bicubic" : "lanczos")}:{source}{target}"));
        return (whole + mapping + converted, planar ? FrameFormat.Yuv420 : FrameFormat.Rgb24);
    }

    // zimg takes chroma of half or full size only, and only where the halves are whole numbers.
    private static bool IsWhole(PictureStream film)
        => film.PixelFormat.Contains("444", StringComparison.Ordinal)
            || (film.PixelFormat.Contains("422", StringComparison.Ordinal) && int.IsEvenInteger(film.StoredWidth))
            || (film.PixelFormat.Contains("440", StringComparison.Ordinal) && int.IsEvenInteger(film.StoredHeight))
            || (film.PixelFormat.Contains("420", StringComparison.Ordinal) && int.IsEvenInteger(film.StoredWidth | film.StoredHeight));

    private static string SwscaleMatrix(PictureStream film) => film.Matrix == "bt709" ? "bt709" : "auto";
}
