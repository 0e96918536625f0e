using System.Globalization;
using System.Text;
using MySpinBot.Core.Catalogs;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Terminal;

/// <summary>Node types as text for people.</summary>
internal static class NodeHelp
{
    /// <summary>Limits from here on are those of the number itself, and say nothing.</summary>
    private const double WholeRange = 9e18;

    /// <summary>All of them, by category.</summary>
    public static string List(IEnumerable<CatalogEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var category in entries.GroupBy(entry => entry.Descriptor.Category).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.AppendLine(category.Key);
            foreach (var entry in category)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {entry.ClassType,-28} {FirstSentence(entry.Descriptor.Description)}");
            }
        }

        return text.Length == 0 ? "There are no node types: no plugin was loaded. 'myspinbot plugins' says why." : PlainText.Of(text.ToString()).TrimEnd();
    }

    /// <summary>Everything about one.</summary>
    public static string Of(CatalogEntry entry, NodeExample? example = null)
    {
        var node = entry.Descriptor;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{node.ClassType}: {node.Title} ({node.Category}; version {node.Version} of plugin {entry.Plugin})");
        AppendParagraph(text, node.Description);
        AppendParagraph(text, node.Remarks);
        AppendParagraph(text, node.Deprecated is { } why ? $"Deprecated: {why}" : "");
        AppendParagraph(text, Habits(node));
        text.AppendLine().AppendLine("Inputs:");
        foreach (var input in node.Inputs.Where(input => input.Hidden is null))
        {
            text.AppendLine($"  {input.Name,-20} {TypeOf(input.Type, input.IsList),-16} {input.Description} {Limits(input)}".TrimEnd());
        }

        text.AppendLine("Outputs:");
        foreach (var output in node.Outputs)
        {
            text.AppendLine($"  {output.Name,-20} {TypeOf(output.Type, output.IsList),-16} {output.Description}".TrimEnd());
        }

        if (example is not null)
        {
            text.AppendLine().AppendLine($"Example: {example.GraphPath}");
            text.AppendLine(example.PicturePath is { } picture ? $"Its picture: {picture}" : "");
        }

        return PlainText.Of(text.ToString()).TrimEnd();
    }

    private static string Limits(InputDescriptor input)
    {
        List<string> limits =
        [
            .. input.IsRequired && input.Default is null ? ["required"] : Array.Empty<string>(),
            .. input.Default is { } value ? [string.Create(CultureInfo.InvariantCulture, $"default {Written(value)}")] : Array.Empty<string>(),
            .. input.Min is { } min and > -WholeRange ? [string.Create(CultureInfo.InvariantCulture, $"at least {min}")] : Array.Empty<string>(),
            .. input.Max is { } max and < WholeRange ? [string.Create(CultureInfo.InvariantCulture, $"at most {max}")] : Array.Empty<string>(),
            .. input.Choices.IsEmpty ? Array.Empty<string>() : [$"one of {string.Join(", ", input.Choices)}"],
            .. input.IsLazy ? ["made only when asked for"] : Array.Empty<string>(),
        ];
        return limits.Count == 0 ? "" : $"[{string.Join("; ", limits)}]";
    }

    private static object Written(object value) => value switch
    {
        "" => "empty",
        bool truth => truth ? "true" : "false",
        _ => value,
    };

    private static string Habits(NodeDescriptor node)
    {
        List<string> habits =
        [
            .. node.IsOutput ? ["It is an end in itself."] : Array.Empty<string>(),
            .. node.HasEffects ? ["It changes something outside the run."] : Array.Empty<string>(),
            .. node.Repeatability == Repeatability.Volatile ? ["It gives something else each time, so it always runs."] : Array.Empty<string>(),
            .. node.Experimental ? ["It may still change."] : Array.Empty<string>(),
        ];
        return string.Join(' ', habits);
    }

    private static string TypeOf(string type, bool isList) => isList ? $"list of {type}" : type;

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return PlainText.OnOneLine(end < 0 ? text : text[..(end + 1)]);
    }

    private static void AppendParagraph(StringBuilder text, string paragraph)
    {
        if (paragraph.Length > 0)
        {
            text.AppendLine().AppendLine(paragraph);
        }
    }
}
