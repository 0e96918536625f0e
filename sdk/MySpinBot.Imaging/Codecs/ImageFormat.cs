namespace MySpinBot.Imaging;

/// <summary>Image file formats that are read; the first three are written too.</summary>
public enum ImageFormat
{
    /// <summary>Portable Network Graphics, still or animated.</summary>
    Png,

    /// <summary>JPEG, in its baseline, extended and progressive forms.</summary>
    Jpeg,

    /// <summary>WebP, still or animated.</summary>
    Webp,

    /// <summary>GIF, still or animated.</summary>
    Gif,

    /// <summary>TIFF; its first page is read.</summary>
    Tiff,

    /// <summary>AVIF; its first picture is read.</summary>
    Avif,

    /// <summary>Windows bitmap, not packed.</summary>
    Bmp,
}
