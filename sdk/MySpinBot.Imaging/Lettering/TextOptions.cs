namespace MySpinBot.Imaging;

/// <summary>Where the lines of a text begin or end.</summary>
public enum TextAlignment
{
    /// <summary>Lines begin at the left.</summary>
    Left,

    /// <summary>Lines are centred.</summary>
    Centre,

    /// <summary>Lines end at the right.</summary>
    Right,
}

/// <summary>How a text is set.</summary>
/// <param name="Font">A family with a style, such as <c>DejaVu Sans Bold</c>; several families may be named, with commas. Letters that it lacks come from other installed fonts.</param>
/// <param name="Size">Letter size (em) in pixels, 1 to 1,000.</param>
public sealed record TextOptions(string Font = "Sans", double Size = 48)
{
    /// <summary>The width in pixels at which lines are broken, between words where possible; null: only where the text says so.</summary>
    public int? WrapWidth { get; init; }

    /// <summary>How lines of different length lie.</summary>
    public TextAlignment Alignment { get; init; }

    /// <summary>Added between the lines, in pixels; may be negative.</summary>
    public int LineSpacing { get; init; }

    /// <summary>The language, such as <c>zh-cn</c> or <c>ja</c>: Chinese, Japanese and Korean share characters that are drawn differently. Null: told by the text's letters, Chinese characters alone being simplified Chinese.</summary>
    public string? Language { get; init; }

    /// <summary>The text holds Pango markup (<c>&lt;b&gt;</c>, <c>&lt;span size=…&gt;</c>, …); else every character stands for itself.</summary>
    public bool Markup { get; init; }
}
