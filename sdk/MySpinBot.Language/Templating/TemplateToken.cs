namespace MySpinBot.Language;

/// <summary>What a token of a template is.</summary>
internal enum TemplateTokenKind
{
    /// <summary>Text between tags.</summary>
    Text,

    /// <summary><c>{{</c></summary>
    OutputStart,

    /// <summary><c>}}</c></summary>
    OutputEnd,

    /// <summary><c>{%</c></summary>
    TagStart,

    /// <summary><c>%}</c></summary>
    TagEnd,

    /// <summary>A name.</summary>
    Name,

    /// <summary>A text in quotes, without them, escapes resolved.</summary>
    Literal,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number with a fraction or exponent.</summary>
    Fraction,

    /// <summary>An operator or bracket.</summary>
    Sign,

    /// <summary>The end.</summary>
    End,
}

/// <summary>A token of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Line">Its line, from 1.</param>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, int Line)
{
    /// <summary>Whether it is this sign.</summary>
    public bool Is(string sign) => Kind == TemplateTokenKind.Sign && Text == sign;

    /// <summary>Whether it is this name.</summary>
    public bool IsName(string name) => Kind == TemplateTokenKind.Name && Text == name;

    /// <summary>How a sentence calls it.</summary>
    public string Told => Kind switch
    {
        TemplateTokenKind.End => "the end of the template",
        TemplateTokenKind.TagEnd => "the end of the tag",
        TemplateTokenKind.OutputEnd => "the end of the expression",
        TemplateTokenKind.Text => "text",
        TemplateTokenKind.Literal => $"the text '{Text}'",
        _ => $"'{Text}'",
    };
}
