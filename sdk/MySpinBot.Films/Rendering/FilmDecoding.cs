using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>How ffmpeg is to decode a film: frame n of the time base is what the file shows at n / rate, counted from its first frame, with its edits done.</summary>
/// <remarks>A decoding that begins in the middle gives the same bytes as one that begins at the start: it starts at a key frame well before, and the clock
/// is the file's own throughout.</remarks>
internal sealed class FilmDecoding
{
    // Decoders hold back up to 16 frames, and a keyframe is looked for by when it is decoded, not by when it is shown.
    private const double SecondsBefore = 2;
    private const int FramesBefore = 20;

    private readonly string _path;
    private readonly PictureStream _film;
    private readonly string _filters;

    /// <summary>Plans it.</summary>
    public FilmDecoding(string path, PictureStream film, Rational rate, FilterChain filters, FrameFormat format)
    {
        (_path, _film, Rate, Width, Height) = (path, film, rate, filters.Width, filters.Height);
        (_filters, Format) = FilmColours.Filters(film, filters, format);
    }

    /// <summary>Frames a second.</summary>
    public Rational Rate { get; }

    /// <summary>How the frames come; the format that was wished for, or packed RGB.</summary>
    public FrameFormat Format { get; }

    /// <summary>Columns of the result.</summary>
    public int Width { get; }

    /// <summary>Rows of the result.</summary>
    public int Height { get; }

    /// <summary>What to tell ffmpeg.</summary>
    public IReadOnlyList<string> Arguments(long first, long count) =>
    [
        "-hide_banner", "-nostdin", "-v", "error", .. _film.IsBroadcast ? Array.Empty<string>() : ["-xerror"], "-threads", "4", .. Decoder(), "-copyts", .. Seek(first), "-i", _path,
        "-map", string.Create(CultureInfo.InvariantCulture, $"0:{_film.Index}"), "-an", "-sn", "-dn",
        "-vf", $"{(_film.Interlaced ? "bwdif=mode=send_frame:deint=interlaced," : "")}{Clock(first)},{_filters}",
        "-frames:v", count.ToString(CultureInfo.InvariantCulture), "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", Format.PixelFormat(), "pipe:1",
    ];

    // ffmpeg's own decoders of VP8 and VP9 leave the alpha out.
    private IEnumerable<string> Decoder() => _film.HasAlpha && _film.Codec is "vp8" or "vp9" ? ["-c:v", _film.Codec == "vp8" ? "libvpx" : "libvpx-vp9"] : [];

    private IEnumerable<string> Seek(long first)
    {
        var to = (double)(_film.Start + FrameTime.Seconds(first, Rate)) - Math.Max(SecondsBefore, FramesBefore / _film.FrameRate.Value);
        return _film.CanSeek && first > 0 && to > Math.Max(0, (double)_film.Start)
            ? ["-noaccurate_seek", "-seek_timestamp", "1", "-ss", to.ToString("0.######", CultureInfo.InvariantCulture)]
            : [];
    }

    /// <summary>Takes frames by time, in a time base in which frames of the result are whole: each is seen from the first frame of the result on that does not come before it.
    /// The file's own times may be rounded to milliseconds, or late by a little.</summary>
    private string Clock(long first)
    {
        var parts = Math.Clamp(1_000_000_000 / Rate.Numerator, 1, 960);
        var (second, frame) = (Rate.Numerator * parts, Rate.Denominator * parts);
        var start = (long)Math.Round(_film.Start * second, MidpointRounding.AwayFromZero);
        var tolerance = Math.Min(frame / 6, second / 200);
        return string.Create(CultureInfo.InvariantCulture,
            $"settb=1/{second},setpts=PTS-{start + (first * frame)}-{tolerance},fps={Rate}:round=up:start_time=0,setpts=PTS+{first}");
    }
}
