using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Storage.Graphs;

namespace MySpinBot.Server.Rest.Graphs;

/// <summary>Reads what people say of graphs and revisions.</summary>
internal static class GraphFields
{
    public const int LongestName = 200;
    public const int LongestDescription = 10_000;
    public const int LongestNote = 2_000;
    public const int LongestClient = 100;

    private const int MostTags = 50;
    private const int LongestTag = 100;

    /// <summary>What is said of a graph; what is absent is null.</summary>
    public static GraphAbout Read(BodyFields fields) => new()
    {
        Name = Line(fields, "name", LongestName),
        Description = Prose(fields, "description", LongestDescription),
        Tags = Tags(fields),
        IsTemplate = fields.Flag("template"),
    };

    /// <summary>A text on one line, without blanks around it.</summary>
    public static string? Line(BodyFields fields, string name, int longest)
    {
        if (fields.Value(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && Shown.Text(value)?.Trim() is { } text && text.Length > 0 && text.Length <= longest && !text.Any(char.IsControl)
            ? text : fields.Wrong<string?>($"/{name}", value, $"a text of 1 to {longest} characters on one line", null);
    }

    /// <summary>A text that may have several lines.</summary>
    public static string? Prose(BodyFields fields, string name, int longest)
    {
        var text = fields.Text(name, longest);
        return text is null || text.All(letter => letter is '\n' or '\r' or '\t' || !char.IsControl(letter)) ? text : fields.Wrong<string?>($"/{name}", fields.Value(name)!.Value, "a text without control characters", null);
    }

    private static ImmutableArray<string>? Tags(BodyFields fields)
    {
        if (fields.Value("tags") is not { } given)
        {
            return null;
        }

        if (given.ValueKind != JsonValueKind.Array || given.GetArrayLength() > MostTags)
        {
            return fields.Wrong<ImmutableArray<string>?>("/tags", given, $"a list of at most {MostTags} texts", null);
        }

        var tags = ImmutableArray.CreateBuilder<string>();
        foreach (var (i, tag) in given.EnumerateArray().Index())
        {
            if (tag.ValueKind == JsonValueKind.String && Shown.Text(tag)?.Trim() is { } text && text.Length > 0 && text.Length <= LongestTag && !text.Contains(',') && !text.Any(char.IsControl))
            {
                tags.Add(text);
            }
            else
            {
                fields.Wrong<object?>($"/tags/{i}", tag, $"a text of 1 to {LongestTag} characters without commas", null);
            }
        }

        return [.. tags.Distinct()];
    }
}
