using System.Globalization;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Documents.Differences;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Documents;
using MySpinBot.Storage.Graphs;

namespace MySpinBot.Server.Rest.Graphs;

/// <summary>The states that a graph was in: listed, named, compared, taken back.</summary>
internal sealed class RevisionRoutes(GraphDesk desk, GraphStore store, ServerOptions options)
{
    private const int MostOfAPage = 1_000;
    private const int MostFieldBytes = 1 << 16;

    private static readonly Dictionary<string, RevisionKind> Kinds = Enum.GetValues<RevisionKind>().ToDictionary(GraphJson.Word);
    private static readonly RevisionMatch Any = new(IsAny: true, []);

    /// <summary>GET /graphs/{id}/revisions, the latest first.</summary>
    public Task ListAsync(HttpContext context)
    {
        var graph = desk.Find(context);
        var parameters = new Parameters(context);
        var (kinds, isLabelled, limit) = (parameters.Words("kind", Kinds), parameters.Flag("labelled"), (int)parameters.Number("limit", 50, 1, MostOfAPage));
        var before = parameters.Number("cursor", long.MaxValue, 1, long.MaxValue);
        parameters.Check();
        var found = store.Reader.Revisions(graph, kinds, isLabelled, before, limit + 1); // one more tells whether there is a next page
        var page = found.Length > limit ? found[..limit] : found;
        var next = found.Length > limit ? NextPage.Of(context, $"{page[^1].Number}") : null;
        return PageAnswer.WriteAsync(context, "revisions", page, next, (writer, revision) => GraphJson.WriteRevision(writer, graph, revision));
    }

    /// <summary>PATCH /graphs/{id}/revisions/{number}: another label and note; null takes them off.</summary>
    public async Task AnnotateAsync(HttpContext context)
    {
        var graph = desk.Find(context);
        var word = Requests.Word(context, "number");
        var revision = long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? desk.Revision(graph, number)
            : throw new ServerRefusal(RefusalKind.Missing, "unknown_revision", $"The graph {Shown.Name(graph.Name)} has no revision {Shown.Name(word)}; revisions have numbers from 1.");
        new Parameters(context).Check();
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, Math.Min(options.Limits.BodyBytes, MostFieldBytes)));
        var label = fields.Raw("label") is null ? revision.Label : GraphFields.Line(fields, "label", GraphFields.LongestName);
        var note = fields.Raw("note") is null ? revision.Note : GraphFields.Prose(fields, "note", GraphFields.LongestNote);
        fields.Check();
        var annotated = await store.AnnotateAsync(graph, revision.Number, label, note) ?? throw GraphDesk.NoGraph($"{graph.Id:D}");
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (graph, annotated), static (writer, told) => GraphJson.WriteRevision(writer, told.graph, told.annotated));
    }

    /// <summary>POST /graphs/{id}/restore: a new revision with the document of an earlier one.</summary>
    public async Task RestoreAsync(HttpContext context)
    {
        var graph = desk.FindInUse(context);
        new Parameters(context).Check();
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, Math.Min(options.Limits.BodyBytes, MostFieldBytes)));
        var number = fields.Number("revision", 1, int.MaxValue);
        var (client, label, note) = (GraphFields.Line(fields, "client", GraphFields.LongestClient), GraphFields.Line(fields, "label", GraphFields.LongestName), GraphFields.Prose(fields, "note", GraphFields.LongestNote));
        if (fields.Value("revision") is null)
        {
            fields.Faults.Insert(0, new Fault("missing_field", "Field 'revision' is missing; it is the number of the revision to take back.") { Field = "/revision" });
        }

        fields.Check();
        var restored = desk.Revision(graph, number);
        var content = desk.Content(graph, restored.Number);
        var saved = await desk.SaveAsync(graph, RevisionMatch.Of(context) ?? Any, content, new RevisionStory(RevisionKind.Restored, client, label, note, restored.Number));
        context.Response.Headers.ETag = RevisionMatch.Tag(saved.Head.Number);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, saved, static (writer, told) => GraphJson.Write(writer, told));
    }

    /// <summary>GET /graphs/{id}/diff: what became different from one revision to another.</summary>
    public Task CompareAsync(HttpContext context)
    {
        var graph = desk.Find(context);
        var parameters = new Parameters(context);
        var (from, to) = (GraphRoutes.Revision(parameters, "from"), GraphRoutes.Revision(parameters, "to"));
        parameters.Check();
        var later = desk.Revision(graph, to);
        var earlier = desk.Revision(graph, from ?? Math.Max(1, later.Number - 1));
        var difference = GraphDiff.Between(desk.Document(graph, earlier.Number), desk.Document(graph, later.Number));
        context.Response.Headers.CacheControl = "private, no-cache";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (graph, earlier, later, difference), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("from"u8);
            GraphJson.WriteRevision(writer, told.graph, told.earlier);
            writer.WritePropertyName("to"u8);
            GraphJson.WriteRevision(writer, told.graph, told.later);
            writer.WritePropertyName("difference"u8);
            DocumentRoutes.Write(writer, told.difference);
            writer.WriteEndObject();
        });
    }
}
