using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Server.Security;
using MySpinBot.Storage.Graphs;

namespace MySpinBot.Server.Rest.Graphs;

/// <summary>Graphs come, are looked at, change, and go.</summary>
internal sealed class GraphRoutes(GraphDesk desk, GraphIntake intake, GraphStore store, ServerOptions options)
{
    private const string NoName = "Untitled";

    private const int MostFieldBytes = 1 << 20;

    /// <summary>POST /graphs: a graph with what is said of it, or a graph alone.</summary>
    public async Task CreateAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var body = await RequestBody.ReadJsonAsync(context, options.Limits.BodyBytes);
        body = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        var (about, client, document) = (new GraphAbout(), (string?)null, body);
        if (!body.IsEmpty && !Submission.IsGraphAlone(body.Span))
        {
            var fields = BodyFields.Read(body);
            (about, client) = (GraphFields.Read(fields), GraphFields.Line(fields, "client", GraphFields.LongestClient));
            document = fields.Raw("graph") ?? default;
            if (document.IsEmpty)
            {
                fields.Faults.Insert(0, new Fault("missing_field", "Field 'graph' is missing; it is the graph to keep.") { Field = "/graph" });
            }

            fields.Check();
        }

        var (read, notices) = await intake.ReadAsync(document, context.RequestAborted);
        var graph = await desk.CreateAsync(context, about with { Name = about.Name ?? NoName }, read, new RevisionStory(RevisionKind.Created, client));
        context.Response.Headers.Location = Addresses.Graph(graph.Id);
        await AnswerAsync(context, graph, StatusCodes.Status201Created, notices);
    }

    /// <summary>GET /graphs/{id}: the graph with its document, the latest or that of a revision.</summary>
    public Task ShowAsync(HttpContext context)
    {
        var (graph, revision) = FindRevision(context);
        context.Response.Headers.ETag = RevisionMatch.Tag(revision.Number);
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (graph, revision, document: desk.Bytes(graph, revision.Number)), static (writer, told) => GraphJson.Write(writer, told.graph, told.revision, told.document));
    }

    /// <summary>GET /graphs/{id}/document: the document alone. Whoever has it is told so, and nothing else.</summary>
    public Task ShowDocumentAsync(HttpContext context)
    {
        var (graph, revision) = FindRevision(context);
        var tag = RevisionMatch.Tag(revision.Number);
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        if (Tags.IsKnown(context, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var document = desk.Bytes(graph, revision.Number);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = document.Length;
        return context.Response.BodyWriter.WriteAsync(document, context.RequestAborted).AsTask();
    }

    /// <summary>PUT /graphs/{id}: a new revision, made from the one that If-Match names.</summary>
    public async Task SaveAsync(HttpContext context)
    {
        var graph = desk.FindInUse(context);
        var parameters = new Parameters(context);
        var story = new RevisionStory(
            parameters.Flag("autosave") ? RevisionKind.Autosaved : RevisionKind.Saved,
            Line(parameters, "client", GraphFields.LongestClient),
            Line(parameters, "label", GraphFields.LongestName),
            Line(parameters, "note", GraphFields.LongestNote));
        parameters.Check();
        var match = RevisionMatch.Of(context) ?? throw new ServerRefusal(
            RefusalKind.Unconditional,
            "if_match_missing",
            $"Say which revision the document was made from, so that nobody's work is overwritten: If-Match: {RevisionMatch.Tag(graph.Head.Number)} for the latest one, * for whatever there is.");
        var (read, notices) = await intake.ReadAsync(await RequestBody.ReadJsonAsync(context, options.Limits.BodyBytes), context.RequestAborted);
        await AnswerAsync(context, await desk.SaveAsync(graph, match, GraphIntake.Keep(read), story), notices: notices);
    }

    /// <summary>PATCH /graphs/{id}: another name, description, tags; whether it is a template.</summary>
    public async Task ChangeAsync(HttpContext context)
    {
        var graph = desk.Find(context);
        new Parameters(context).Check();
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, Math.Min(options.Limits.BodyBytes, MostFieldBytes)));
        var change = GraphFields.Read(fields);
        fields.Check();
        await AnswerAsync(context, change == new GraphAbout() ? graph : await store.ChangeAsync(graph.Owner, graph.Id, change) ?? throw GraphDesk.NoGraph($"{graph.Id:D}"));
    }

    /// <summary>DELETE /graphs/{id}: into the bin, or, from there, for good.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        var graph = desk.Find(context);
        var parameters = new Parameters(context);
        var isForGood = parameters.Flag("purge");
        parameters.Check();
        if (!isForGood)
        {
            await (graph.DeletedAt is null ? store.ChangeAsync(graph.Owner, graph.Id, new GraphAbout { IsDeleted = true }) : Task.CompletedTask);
        }
        else if (!await store.PurgeAsync(graph.Owner, graph.Id) && store.Reader.Find(graph.Id, graph.Owner) is not null)
        {
            throw new ServerRefusal(RefusalKind.Conflict, "graph_not_deleted", $"The graph {Shown.Name(graph.Name)} is not in the bin; delete it first, then remove it for good.");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>POST /graphs/{id}/undelete.</summary>
    public async Task UndeleteAsync(HttpContext context)
    {
        var graph = desk.Find(context);
        new Parameters(context).Check();
        await AnswerAsync(context, graph.DeletedAt is null ? graph : await store.ChangeAsync(graph.Owner, graph.Id, new GraphAbout { IsDeleted = false }) ?? throw GraphDesk.NoGraph($"{graph.Id:D}"));
    }

    private static Task AnswerAsync(HttpContext context, StoredGraph graph, int status = StatusCodes.Status200OK, IReadOnlyList<GraphProblem>? notices = null)
    {
        context.Response.Headers.ETag = RevisionMatch.Tag(graph.Head.Number);
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, status, (graph, notices), static (writer, told) => GraphJson.Write(writer, told.graph, told.notices));
    }

    private (StoredGraph Graph, GraphRevision Revision) FindRevision(HttpContext context)
    {
        var graph = desk.Find(context);
        var parameters = new Parameters(context);
        var revision = Revision(parameters);
        parameters.Check();
        return (graph, desk.Revision(graph, revision));
    }

    /// <summary>The parameter <c>revision</c>; null for the latest.</summary>
    public static long? Revision(Parameters parameters, string name = "revision") => parameters.Number(name, 0, 1, int.MaxValue) is > 0 and var number ? number : null;

    private static string? Line(Parameters parameters, string name, int longest)
    {
        var text = parameters.Text(name, longest)?.Trim();
        return string.IsNullOrEmpty(text) ? null : text.Any(char.IsControl) ? parameters.Wrong<string?>(name, text, "a text on one line", null) : text;
    }
}
