using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Documents.Differences;

namespace MySpinBot.Cli.Terminal;

/// <summary>Differences on a terminal, one a line: a sign for the sort, in colour where somebody looks on; or one JSON object a line.</summary>
internal sealed class DiffScreen(Surroundings surroundings)
{
    private const string Plain = "\u001b[0m";

    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly bool _isColoured = surroundings.IsTerminal && surroundings.Variable("NO_COLOR") is null or "";

    public void Say(GraphDiff diff, bool asJson)
    {
        foreach (var change in diff.Changes)
        {
            surroundings.Output.WriteLine(asJson ? Json(change) : Line(change));
        }
    }

    private string Line(GraphChange change)
    {
        var (sign, colour) = change.Kind switch
        {
            GraphChangeKind.Added => ("+", "\u001b[32m"),
            GraphChangeKind.Removed => ("-", "\u001b[31m"),
            GraphChangeKind.Renamed => (">", "\u001b[36m"),
            GraphChangeKind.Moved => ("·", "\u001b[2m"),
            _ => ("~", "\u001b[33m"),
        };
        var line = $"{sign} {PlainText.OnOneLine(change.Sentence)}";
        return _isColoured ? colour + line + Plain : line;
    }

    private static string Json(GraphChange change)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Unescaped))
        {
            writer.WriteStartObject();
            writer.WriteString("event", "difference");
            change.WriteFieldsTo(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
