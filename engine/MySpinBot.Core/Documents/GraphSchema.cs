using System.Text;

namespace MySpinBot.Core.Documents;

/// <summary>The JSON Schema of our own form; the file <c>docs/graph.schema.json</c>.</summary>
public static class GraphSchema
{
    /// <summary>The schema's text.</summary>
    public static string Text { get; } = Load();

    private static string Load()
    {
        using var stream = typeof(GraphSchema).Assembly.GetManifestResourceStream("graph.schema.json")
            ?? throw new InvalidOperationException("The assembly was built without its schema.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
