namespace MySpinBot.Language;

/// <summary>What a loop or filter goes over.</summary>
internal static class Sequences
{
    /// <summary>The values of a value: a list's, a dictionary's keys, a text's characters.</summary>
    /// <param name="run">The run.</param>
    /// <param name="value">The value.</param>
    /// <param name="line">The line, for a fault.</param>
    public static List<object?> Of(TemplateRun run, object? value, int line = 0)
    {
        switch (value)
        {
            case null or Undefined or Unsaid:
                // Python goes through no none, but a template that forgot to ask for tools means that there are no tools.
                return [];
            case TemplateList list:
                run.Spend(list.Items.Count);

                // A copy: the loop's body may change the list.
                return [.. list.Items];
            case TemplateMap map:
                run.Spend(map.Entries.Count);
                return [.. map.Entries.Select(each => each.Key)];
            case MarkedText text:
                run.Spend(text.Length);
                return Characters(text);
            default:
                throw new TemplateFault($"there is nothing to go through in {Told.Kind(value)}", line);
        }
    }

    /// <summary>How many values a value has.</summary>
    public static long Length(object? value) => value switch
    {
        null or Undefined or Unsaid => 0,
        TemplateList list => list.Items.Count,
        TemplateMap map => map.Entries.Count,
        MarkedText text => CodePoints.Count(text.Value),
        _ => throw new TemplateFault($"{Told.Kind(value)} has no length"),
    };

    private static List<object?> Characters(MarkedText text)
    {
        List<object?> characters = new(text.Length);
        var places = CodePoints.Places(text.Value);
        for (var i = 0; i < (places?.Length - 1 ?? text.Length); i++)
        {
            characters.Add(places is null ? text.Slice(i, 1) : text.Slice(places[i], places[i + 1] - places[i]));
        }

        return characters;
    }
}
