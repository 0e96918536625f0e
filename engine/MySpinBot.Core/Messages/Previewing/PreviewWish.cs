using System.Globalization;

namespace MySpinBot.Core.Messages.Previewing;

/// <summary>What is wanted of a file to look at.</summary>
/// <param name="Kind">What kind of look.</param>
/// <param name="Format">What as.</param>
/// <param name="Width">The most columns; 0 for as many as it has.</param>
/// <param name="Height">The most rows; 0 for as many as it has.</param>
/// <param name="Quality">1 to 100, where the format has such a thing.</param>
/// <param name="Count">How many frames a strip has, and how many peaks a sound.</param>
public sealed record PreviewWish(PreviewKind Kind, PreviewFormat Format, int Width = 0, int Height = 0, int Quality = 80, int Count = 0)
{
    /// <summary>Whether the colours are wanted; where not, they are black. Only for <see cref="PreviewKind.Whole"/>.</summary>
    public bool Colours { get; init; } = true;

    /// <summary>Whether the opacity is wanted. Only for <see cref="PreviewKind.Whole"/>.</summary>
    public bool Opacity { get; init; } = true;

    /// <summary>Tells it from all other wishes; letters, digits and dashes.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture, $"{Kind}-{Format}-{Width}x{Height}-q{Quality}-n{Count}{(Colours ? "-c" : "")}{(Opacity ? "-a" : "")}").ToLowerInvariant();
}

/// <summary>Kinds of looks.</summary>
public enum PreviewKind
{
    /// <summary>Whatever suits the file: a picture of a picture, the form of a sound's waves, a frame of a film.</summary>
    Any,

    /// <summary>A smaller picture of a picture.</summary>
    Image,

    /// <summary>A sound's waves, drawn.</summary>
    Waveform,

    /// <summary>A sound's waves in numbers: the least and the greatest value of each piece.</summary>
    Peaks,

    /// <summary>One frame of a film.</summary>
    Poster,

    /// <summary>Frames of a film side by side, from all of its length.</summary>
    Strip,

    /// <summary>The whole picture in another format, in the size that it has, or only its colours or its opacity.</summary>
    Whole,
}

/// <summary>How a look is written.</summary>
public enum PreviewFormat
{
    /// <summary>WebP.</summary>
    Webp,

    /// <summary>JPEG: what is transparent becomes white.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>JSON, of <see cref="PreviewKind.Peaks"/>.</summary>
    Json,
}
