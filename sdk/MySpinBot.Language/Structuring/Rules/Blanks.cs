namespace MySpinBot.Language;

/// <summary>The blanks that may stand between the parts of JSON: none, one, or a new line and its indentation. A model could otherwise write them for ever.</summary>
internal sealed class Blanks(RuleBook book)
{
    private const int MostSpaces = 40;
    private const int MostTabs = 10;

    private Rule? _gap;
    private Rule? _afterColon;

    /// <summary>Between what opens, items, and what closes.</summary>
    public Symbol Gap => new Symbol.Of(_gap ??= MakeGap());

    /// <summary>After a property's colon.</summary>
    public Symbol AfterColon => new Symbol.Of(_afterColon ??= MakeAfterColon());

    private Rule MakeGap()
    {
        var rule = book.New("gap");
        var indent = book.New("indent");
        indent.Alternatives.Add([new Symbol.Repeat(book.New("space", new Symbol.Text(" ")), 0, MostSpaces)]);
        indent.Alternatives.Add([new Symbol.Repeat(book.New("tab", new Symbol.Text("\t")), 1, MostTabs)]);
        rule.Alternatives.Add([new Symbol.Text("\n"), new Symbol.Of(indent)]);
        rule.Alternatives.Add([new Symbol.Text(" ")]);
        rule.Alternatives.Add([]);
        return rule;
    }

    private Rule MakeAfterColon()
    {
        var rule = book.New("colon-gap");
        rule.Alternatives.Add([new Symbol.Text(" ")]);
        rule.Alternatives.Add([]);
        return rule;
    }
}
