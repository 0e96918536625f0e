using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Differences;
using MySpinBot.Core.Documents.Embedded;
using MySpinBot.Core.Documents.Exporting;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;

namespace MySpinBot.Server.Rest.Documents;

/// <summary>Graphs of every form are converted, compared and written for others. Nothing is stored.</summary>
internal sealed class DocumentRoutes(DocumentIntake intake, ServerOptions options)
{
    // What is said of a difference is bounded by the graphs; an answer need not be.
    private const int MostChanges = 10_000;

    private static readonly IReadOnlyDictionary<string, EmbeddedChoice> Choices = new Dictionary<string, EmbeddedChoice>(StringComparer.Ordinal) { ["workflow"] = EmbeddedChoice.Workflow, ["prompt"] = EmbeddedChoice.Prompt };

    private static readonly IReadOnlyDictionary<string, ExportForm> Documents = new Dictionary<string, ExportForm>(StringComparer.Ordinal) { ["graph"] = ExportForm.Graph, ["api"] = ExportForm.Api };

    /// <summary>What the routes need.</summary>
    public static void Add(IServiceCollection services) => services.AddSingleton<DocumentIntake>().AddSingleton<DocumentRoutes>();

    /// <summary>Adds the routes.</summary>
    public static void Map(WebApplication app)
    {
        var routes = app.Services.GetRequiredService<DocumentRoutes>();
        app.MapPost($"{Addresses.Root}/graphs/convert", routes.ConvertAsync);
        app.MapPost($"{Addresses.Root}/graphs/diff", routes.DiffAsync);
        app.MapPost($"{Addresses.Root}/graphs/export", routes.ExportAsync);
    }

    /// <summary>POST /graphs/convert.</summary>
    public async Task ConvertAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var (form, choice) = (Word(parameters, "to", Documents, ExportForm.Graph), Word(parameters, "take", Choices, EmbeddedChoice.AsItWasDrawn));
        parameters.Check();
        var given = await intake.TakeAsync(context, choice);
        var (text, notices) = Written(new GraphExport(form, Requests.Server(context)), given, given.Document);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (given, text, notices), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteString("form"u8, told.given.Form);
            if (told.given.File is { } file)
            {
                writer.WriteString("file"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(file.ToString()));
                writer.WriteString("taken"u8, told.given.Taken);
            }

            writer.WritePropertyName("graph"u8);
            writer.WriteRawValue(told.text, skipInputValidation: true);
            Problem.WriteFaults(writer, "notices", told.notices);
            writer.WriteEndObject();
        });
    }

    /// <summary>POST /graphs/export.</summary>
    public async Task ExportAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var (form, choice) = (Word(parameters, "as", GraphExport.Words, ExportForm.Api), Word(parameters, "take", Choices, EmbeddedChoice.AsItWasDrawn));
        var bare = parameters.Flag("bare");
        parameters.Check();
        var given = await intake.TakeAsync(context, choice);
        var export = new GraphExport(form, Requests.Server(context));
        var (text, notices) = Written(export, given, bare ? GraphExport.Bare(given.Document) : given.Document);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (export, text, notices), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteString("as"u8, GraphExport.Words.First(word => word.Value == told.export.Form).Key);
            if (told.export.IsJson)
            {
                writer.WritePropertyName("graph"u8);
                writer.WriteRawValue(told.text, skipInputValidation: true);
            }
            else
            {
                writer.WriteString("text"u8, told.text);
            }

            Problem.WriteFaults(writer, "notices", told.notices);
            writer.WriteEndObject();
        });
    }

    /// <summary>POST /graphs/diff.</summary>
    public async Task DiffAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, options.Limits.BodyBytes));
        var (before, after) = (Graph(fields, "before"), Graph(fields, "after"));
        fields.Check();
        var nodes = await intake.NodesAsync(context);
        var diff = GraphDiff.Between(GivenDocument.Read(before, nodes).Document, GivenDocument.Read(after, nodes).Document);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, diff, Write);
    }

    /// <summary>Writes differences, as every route tells them.</summary>
    public static void Write(Utf8JsonWriter writer, GraphDiff diff)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("same"u8, diff.Changes.IsEmpty);
        writer.WriteBoolean("only_looks"u8, diff.IsOnlyLooks);
        writer.WriteNumber("total"u8, diff.Changes.Length);
        writer.WriteStartArray("changes"u8);
        foreach (var change in diff.Changes.AsSpan()[..Math.Min(diff.Changes.Length, MostChanges)])
        {
            writer.WriteStartObject();
            change.WriteFieldsTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static (string Text, IReadOnlyList<Fault> Notices) Written(GraphExport export, GivenDocument given, GraphDocument document)
    {
        var found = new List<GraphProblem>();
        var text = export.Write(document, given.Nodes, found);
        return found.FirstOrDefault(problem => problem.Code == ProblemCodes.DocumentTooLarge) is { } large ? throw JobIntake.Refusal([large]) : (text, [.. given.Notices, .. found.Select(Fault.Of)]);
    }

    private static ReadOnlyMemory<byte> Graph(BodyFields fields, string name)
    {
        if (fields.Raw(name) is { } graph)
        {
            return graph;
        }

        fields.Faults.Add(new Fault("missing_field", $"Field '{name}' is missing; it is a graph of any form.") { Field = $"/{name}" });
        return default;
    }

    private static T Word<T>(Parameters parameters, string name, IReadOnlyDictionary<string, T> words, T otherwise)
        => parameters.Text(name) is not { } text ? otherwise
            : words.TryGetValue(text, out var value) ? value
            : parameters.Wrong(name, text, $"one of {string.Join(", ", words.Keys)}", otherwise);
}
