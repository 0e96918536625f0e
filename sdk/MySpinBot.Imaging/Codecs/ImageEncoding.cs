namespace MySpinBot.Imaging;

/// <summary>How an image is written.</summary>
public abstract record ImageEncoding
{
    private protected ImageEncoding()
    {
    }

    /// <summary>The format's extension, with its dot.</summary>
    public abstract string Extension { get; }

    /// <summary>The format's media type.</summary>
    public abstract string MediaType { get; }

    internal abstract ImageFormat Format { get; }

    /// <summary>The largest side that the format can express.</summary>
    internal abstract int MaxSide { get; }

    /// <summary>The numbers that the encoder takes.</summary>
    internal virtual VipsFormat Samples => VipsFormat.Byte;

    internal abstract string Operation { get; }

    internal abstract string Options(int vipsVersion);

    private protected static int InRange(int value, int least, int most, string name)
        => value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is from {least} to {most}.");
}

/// <summary>PNG, lossless.</summary>
/// <param name="Compression">0 (none, fast) to 9 (small, slow).</param>
/// <param name="BitDepth">8 bits a channel, truncated as ComfyUI does, or 16, rounded.</param>
public sealed record PngEncoding(int Compression = 4, int BitDepth = 8) : ImageEncoding
{
    /// <inheritdoc/>
    public override string Extension => ".png";

    /// <inheritdoc/>
    public override string MediaType => "image/png";

    internal override ImageFormat Format => ImageFormat.Png;

    internal override int MaxSide => 1_000_000;

    internal override VipsFormat Samples => BitDepth switch
    {
        8 => VipsFormat.Byte,
        16 => VipsFormat.UInt16,
        _ => throw new ArgumentOutOfRangeException(nameof(BitDepth), BitDepth, "PNG is written with 8 or 16 bits a channel."),
    };

    internal override string Operation => "pngsave_buffer";

    internal override string Options(int vipsVersion) => $"compression={InRange(Compression, 0, 9, nameof(Compression))},filter=sub";
}

/// <summary>JPEG; without alpha.</summary>
/// <param name="Quality">1 to 100.</param>
public sealed record JpegEncoding(int Quality = 90) : ImageEncoding
{
    /// <inheritdoc/>
    public override string Extension => ".jpg";

    /// <inheritdoc/>
    public override string MediaType => "image/jpeg";

    internal override ImageFormat Format => ImageFormat.Jpeg;

    internal override int MaxSide => 65_535;

    internal override string Operation => "jpegsave_buffer";

    internal override string Options(int vipsVersion) => $"Q={InRange(Quality, 1, 100, nameof(Quality))}";
}

/// <summary>WebP.</summary>
/// <param name="Quality">0 to 100. Lossless: how hard a smaller file is looked for.</param>
/// <param name="Lossless">Every 8-bit level is kept.</param>
/// <param name="Effort">0 (fast) to 6 (small).</param>
public sealed record WebpEncoding(int Quality = 80, bool Lossless = false, int Effort = 4) : ImageEncoding
{
    /// <inheritdoc/>
    public override string Extension => ".webp";

    /// <inheritdoc/>
    public override string MediaType => "image/webp";

    internal override ImageFormat Format => ImageFormat.Webp;

    internal override int MaxSide => 16_383;

    internal override string Operation => "webpsave_buffer";

    // Without "exact" the colours under full transparency are thrown away; older versions have no such choice.
    internal override string Options(int vipsVersion)
        => $"Q={InRange(Quality, 0, 100, nameof(Quality))},effort={InRange(Effort, 0, 6, nameof(Effort))}"
            + (Lossless ? ",lossless=true" + (vipsVersion >= 8016 ? ",exact=true" : "") : "");
}
