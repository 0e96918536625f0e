using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Server.Rest.Graphs.Templates;

/// <summary>A graph to begin others with, that came with the program.</summary>
/// <param name="Id">Its name in addresses: the name of its file.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Tags">Words it is sorted under.</param>
/// <param name="Document">The graph.</param>
internal sealed record ShippedTemplate(string Id, string Name, string Description, ImmutableArray<string> Tags, GraphDocument Document)
{
    /// <summary>Whether each of these words is in what is said of it or among its node types.</summary>
    public bool Has(ImmutableArray<string> words)
        => words.All(word => $"{Name}\n{Description}\n{string.Join('\n', Tags)}\n{string.Join('\n', Document.Nodes.Select(node => node.ClassType))}".Contains(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The templates that came with the program: the graphs of its folder <c>graphs</c>, built into it. What is said of them stands in their field <c>about</c>.</summary>
internal sealed class TemplateBook
{
    private const string Folder = "templates/";
    private const string About = "about";

    private readonly Lazy<ImmutableArray<ShippedTemplate>> _all = new(Load);

    /// <summary>All of them, by name.</summary>
    public ImmutableArray<ShippedTemplate> All => _all.Value;

    private static ImmutableArray<ShippedTemplate> Load()
    {
        var assembly = typeof(TemplateBook).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var read = GraphReader.Read(bytes, ReadLimits.Default);
            return Template(name[Folder.Length..], read.Document ?? throw new InvalidOperationException($"The template {name} is no graph: {read.Problems[0].Sentence}"));
        }).OrderBy(template => template.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static ShippedTemplate Template(string id, GraphDocument document)
    {
        var about = document.Rest.FirstOrDefault(field => field.Key == About).Value;
        return new ShippedTemplate(
            id,
            Text(about, "name") ?? id,
            Text(about, "description") ?? "",
            about.ValueKind == JsonValueKind.Object && about.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array ? [.. tags.EnumerateArray().Select(Shown.Text).OfType<string>()] : [],
            document with { Rest = document.Rest.RemoveAll(field => field.Key == About) });
    }

    private static string? Text(JsonElement about, string field) => about.ValueKind == JsonValueKind.Object && about.TryGetProperty(field, out var text) && text.ValueKind == JsonValueKind.String ? Shown.Text(text) : null;
}
