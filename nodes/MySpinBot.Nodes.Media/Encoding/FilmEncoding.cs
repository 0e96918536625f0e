namespace MySpinBot.Nodes.Media;

/// <summary>How a film is to be encoded. What is left on "auto" is settled from what is known of the rest.</summary>
internal sealed record FilmEncoding
{
    /// <summary>The container.</summary>
    public VideoContainer Container { get; init; }

    /// <summary>Codec of the picture.</summary>
    public PictureCodec Codec { get; init; }

    /// <summary>How colours are stored.</summary>
    public PixelLayout Pixels { get; init; }

    /// <summary>Constant rate factor: lower is better; -1 for the codec's own default.</summary>
    public int Crf { get; init; } = -1;

    /// <summary>How much time it may take.</summary>
    public EncodingPreset Preset { get; init; } = EncodingPreset.VeryFast;

    /// <summary>Kilobits a second of the picture; 0 for a constant quality.</summary>
    public int Bitrate { get; init; }

    /// <summary>Millions of bytes that the file shall have; 0 where that does not matter.</summary>
    public double Megabytes { get; init; }

    /// <summary>Two look at all of the film before they spend its bits.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>Codec of the sound.</summary>
    public SoundCodec Sound { get; init; }

    /// <summary>Kilobits a second of the sound; 0 for the codec's own default.</summary>
    public int SoundBitrate { get; init; }

    /// <summary>Whether a chip may encode it.</summary>
    public HardwareUse Hardware { get; init; }

    /// <summary>How often an animation runs; 0 without end.</summary>
    public int Loops { get; init; }

    /// <summary>Whether a player can start before it has all of the file.</summary>
    public bool FastStart { get; init; } = true;

    /// <summary>Whether it is an animated picture: no sound, no captions, no codec to choose.</summary>
    public bool IsAnimation => Container is VideoContainer.Gif or VideoContainer.Webp;

    /// <summary>Whether it is a member of the Matroska family, which counts time in milliseconds.</summary>
    public bool IsMatroska => Container is VideoContainer.Mkv or VideoContainer.Webm;

    /// <summary>Whether bits are given and not a quality.</summary>
    public bool HasRate => Bitrate > 0 || Megabytes > 0;

    /// <summary>The constant rate factor that counts.</summary>
    public int Quality => Crf >= 0 ? Crf : Codec switch
    {
        PictureCodec.H264 => 20,
        PictureCodec.H265 => 23,
        PictureCodec.Vp9 => 31,
        PictureCodec.Av1 => 30,
        _ => 16,
    };

    /// <summary>The file's extension, with its dot.</summary>
    public string Extension => "." + Container.ToString().ToLowerInvariant();

    /// <summary>The file's MIME type.</summary>
    public string MediaType => Container switch
    {
        VideoContainer.Mkv => "video/x-matroska",
        VideoContainer.Webm => "video/webm",
        VideoContainer.Mov => "video/quicktime",
        VideoContainer.Gif => "image/gif",
        VideoContainer.Webp => "image/webp",
        _ => "video/mp4",
    };

    /// <summary>The same with container, codecs and pixels chosen.</summary>
    public FilmEncoding Settled()
    {
        var codec = Codec != PictureCodec.Auto ? Codec : Container == VideoContainer.Webm ? PictureCodec.Vp9 : PictureCodec.H264;
        var container = Container != VideoContainer.Auto ? Container : codec switch
        {
            PictureCodec.Vp9 or PictureCodec.Av1 => VideoContainer.Webm,
            PictureCodec.Ffv1 => VideoContainer.Mkv,
            PictureCodec.ProRes => VideoContainer.Mov,
            _ => VideoContainer.Mp4,
        };
        var settled = this with { Container = container, Codec = container is VideoContainer.Gif or VideoContainer.Webp ? PictureCodec.Auto : codec };
        return settled with
        {
            Pixels = Pixels != PixelLayout.Auto || codec is PictureCodec.Ffv1 or PictureCodec.ProRes || settled.IsAnimation ? Pixels : PixelLayout.Half8,
            Sound = settled.IsAnimation ? SoundCodec.None : Sound != SoundCodec.Auto ? Sound : SoundBeside(container, codec),
        };
    }

    private static SoundCodec SoundBeside(VideoContainer container, PictureCodec codec) => container switch
    {
        VideoContainer.Mkv when codec == PictureCodec.Ffv1 => SoundCodec.Flac,
        VideoContainer.Mov when codec == PictureCodec.ProRes => SoundCodec.Pcm,
        VideoContainer.Mkv or VideoContainer.Webm => SoundCodec.Opus,
        _ => SoundCodec.Aac,
    };
}
