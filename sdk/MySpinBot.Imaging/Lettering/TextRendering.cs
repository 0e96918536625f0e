using System.Globalization;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Sets text in installed fonts, with kerning, ligatures, writing directions and font fallback (Pango).</summary>
public static class TextRendering
{
    private const int LongestText = 20_000;
    private const int LongestSide = 16_384;

    private static readonly Lock OneAtATime = new();

    /// <summary>Whether any font is installed. Without one <see cref="Render"/> draws a box with a number for each letter, which is worth a warning.</summary>
    public static bool HasFonts
    {
        get
        {
            VipsLibrary.EnsureStarted();
            lock (OneAtATime)
            {
                return InstalledFonts.Any;
            }
        }
    }

    /// <summary>The coverage of a text, 1 inside its letters: a mask as large as the ink, to be put onto an image with <see cref="Canvas.Draw(Mask, int, int, Colour)"/>.</summary>
    /// <exception cref="NodeFailure">There is nothing to see, it is too large, or the markup is wrong.</exception>
    public static Mask Render(string text, TextOptions options, CancellationToken cancellation = default) => Set(text, options, cancellation).Ink;

    /// <summary>The coverage of a text, and where it lies within the lines: texts whose lines begin at one place stand on one base line, whatever their letters.</summary>
    /// <exception cref="NodeFailure">There is nothing to see, it is too large, or the markup is wrong.</exception>
    public static TypesetText Set(string text, TextOptions options, CancellationToken cancellation = default) => Set(text, options, null, cancellation);

    /// <summary>The same in colour: letters in <paramref name="colour"/> (its opacity is ignored), and what has colours of its own, such as emoji, in those.</summary>
    /// <exception cref="NodeFailure">There is nothing to see, it is too large, or the markup is wrong.</exception>
    public static TypesetText SetInColour(string text, TextOptions options, Colour colour, CancellationToken cancellation = default) => Set(text, options, colour, cancellation);

    private static TypesetText Set(string text, TextOptions options, Colour? colour, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        cancellation.ThrowIfCancellationRequested();
        ThrowIfImpossible(text, options);
        var version = VipsLibrary.EnsureStarted();
        try
        {
            lock (OneAtATime) // Pango's font map is not for several threads.
            {
                var shrink = InstalledFonts.Shrink(options.Size);
                using var image = Typeset(text, options, colour, version, shrink);
                using var pixels = VipsPixels.Of(image, cancellation);
                var coverage = Coverage(pixels, text);
                var (left, top) = image.Offset;
                var set = new TypesetText(coverage, left, top) { Coloured = colour is null ? null : Coloured(pixels) };
                return shrink > 1 ? set.Enlarged(shrink, LongestSide) : set;
            }
        }
        catch (VipsError e)
        {
            throw new NodeFailure(
                options.Markup
                    ? $"The text could not be set ({e.Message}); check its markup, or set it as plain text."
                    : $"The text could not be set in '{options.Font}' ({e.Message}); {InstalledFonts.HowToGetThem}",
                e);
        }
    }

    private static VipsImage Typeset(string text, TextOptions options, Colour? colour, int version, double shrink)
    {
        using var operation = new VipsOperation("text");
        operation.With("text", Spanned(options.Markup ? text : Plain(text), options.Language ?? TextLanguage.Of(text), colour))
            .With("font", string.Create(CultureInfo.InvariantCulture, $"{options.Font} {options.Size:0.##}px"))
            .With($"dpi=72,align={(options.Alignment == TextAlignment.Left ? "low" : options.Alignment == TextAlignment.Centre ? "centre" : "high")},spacing={options.LineSpacing}")
            .With($"width={Math.Max(1, (int)((options.WrapWidth ?? LongestSide) / shrink))}");
        if (version >= 8014)
        {
            operation.With("wrap=word-char");
        }

        if (colour is not null)
        {
            operation.With("rgba=true");
        }

        return operation.Image();
    }

    private static string Spanned(string markup, string? language, Colour? colour)
    {
        var attributes = (language is null ? "" : $" lang=\"{Plain(language).Replace('"', ' ')}\"") + (colour is { } c ? $" foreground=\"#{Word(c.Red)}{Word(c.Green)}{Word(c.Blue)}\"" : "");
        return attributes.Length == 0 ? markup : $"<span{attributes}>{markup}</span>";

        static string Word(float value) => ((int)MathF.Round(Math.Clamp(value, 0, 1) * 65_535)).ToString("x4", CultureInfo.InvariantCulture);
    }

    private static Image Coloured(VipsPixels pixels) => Image.Create(1, pixels.Height, pixels.Width, 4, values =>
    {
        for (var y = 0; y < pixels.Height; y++)
        {
            var row = pixels.Row(y);
            for (var i = 0; i < row.Length; i++)
            {
                values[(y * row.Length) + i] = Levels.FromByte(row[i]);
            }
        }
    });

    private static Mask Coverage(VipsPixels pixels, string text)
    {
        var values = new float[pixels.Width * pixels.Height];
        for (var y = 0; y < pixels.Height; y++)
        {
            var row = pixels.Row(y);
            for (var x = 0; x < pixels.Width; x++)
            {
                values[(y * pixels.Width) + x] = Levels.FromByte(row[((x + 1) * pixels.Bands) - 1]);
            }
        }

        return values.AsSpan().ContainsAnyExcept(0f)
            ? Mask.Own(1, pixels.Height, pixels.Width, values)
            : throw new NodeFailure($"The text '{(text.Length > 40 ? text[..40] + "…" : text)}' left no ink; {InstalledFonts.HowToGetThem}");
    }

    // What Pango would take for markup is escaped; what XML forbids becomes the replacement character.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => plain.Append("&amp;"),
                '<' => plain.Append("&lt;"),
                '>' => plain.Append("&gt;"),
                '\r' => plain,
                < 32 and not ('\n' or '\t') => plain.Append('\uFFFD'),
                0xFFFE or 0xFFFF => plain.Append('\uFFFD'),
                _ => plain.Append(rune),
            };
        }

        return plain.ToString();
    }

    private static void ThrowIfImpossible(string text, TextOptions options)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new NodeFailure("The text is empty; at least one visible character is wanted.");
        }

        if (text.Length > LongestText)
        {
            throw new NodeFailure($"The text has {text.Length} characters; at most {LongestText} are set at once.");
        }

        if (!(options.Size >= 1 && options.Size <= 1000))
        {
            throw new NodeFailure($"A letter size of {options.Size.ToString(CultureInfo.InvariantCulture)} pixels is not possible; it is from 1 to 1000.");
        }

        if (options.WrapWidth is < 1 or > LongestSide)
        {
            throw new NodeFailure($"Lines cannot be broken at {options.WrapWidth} pixels; the width is from 1 to {LongestSide}.");
        }

        if (options.LineSpacing is < -1000 or > 1000)
        {
            throw new NodeFailure($"A line spacing of {options.LineSpacing} pixels is not possible; it is from -1000 to 1000.");
        }

        ThrowIfTooHigh(text, options);
    }

    // Pango draws the whole text at once, so its height is bounded by an estimate: no letter is taken to be wider than its size.
    private static void ThrowIfTooHigh(string text, TextOptions options)
    {
        var width = options.WrapWidth ?? LongestSide;
        var lines = text.Split('\n').Sum(line => Math.Max(1, Math.Ceiling(line.Length / Math.Max(1, Math.Floor(width / options.Size)))));
        var height = lines * ((options.Size * 1.2) + Math.Max(0, options.LineSpacing));
        if (height > LongestSide && lines > 1)
        {
            throw new NodeFailure($"The text of {text.Length} characters could be {(long)height} pixels high; at most {LongestSide} are set at once: choose a smaller size or wider lines.");
        }
    }
}
