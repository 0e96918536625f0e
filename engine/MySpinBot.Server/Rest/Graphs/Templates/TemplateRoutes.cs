using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Calling;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;
using MySpinBot.Storage.Graphs;

namespace MySpinBot.Server.Rest.Graphs.Templates;

/// <summary>Graphs to begin others with: those that came with the program, and one's own that are marked so.</summary>
internal sealed class TemplateRoutes(TemplateBook book, GraphDesk desk, GraphStore store, CatalogBook catalogs, ServerOptions options)
{
    private const int MostOfAPage = 1_000;

    private static readonly Dictionary<string, bool> Sources = new() { ["shipped"] = true, ["own"] = false };

    /// <summary>GET /templates: those that came with the program, then one's own, the latest first.</summary>
    public Task ListAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var (words, sources, limit) = (GraphList.Words(parameters), parameters.Words("source", Sources), (int)parameters.Number("limit", 50, 1, MostOfAPage));
        var place = parameters.Text("cursor", 2_000) is { } cursor ? GraphList.Place(parameters, cursor) : null;
        parameters.Check();
        List<TemplateView> page = [];
        if (place is null && (sources.IsEmpty || sources.Contains(true)))
        {
            page.AddRange(book.All.Where(template => template.Has(words)).Select(TemplateView.Of));
        }

        string? next = null;
        if (sources.IsEmpty || sources.Contains(false))
        {
            var own = store.Reader.List(new GraphFilter { Owner = context.Owner(), Words = words, IsTemplate = true, Descending = true, After = place, Most = limit + 1 });
            next = own.Length > limit ? NextPage.Of(context, GraphList.Cursor(own[limit - 1], GraphOrder.Changed)) : null;
            page.AddRange(own.Take(limit).Select(graph => TemplateView.Of(graph, desk.Document(graph, graph.Head.Number))));
        }

        return PageAnswer.WriteAsync(context, "templates", page, next, static (writer, template) => template.Write(writer, withGraph: false));
    }

    /// <summary>GET /templates/{id}: one of them with its graph.</summary>
    public Task ShowAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var template = Find(context);
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, template, static (writer, told) => told.Write(writer, withGraph: true));
    }

    /// <summary>POST /templates/{id}/instantiate: a graph of one's own that begins as the template, with other defaults for its inputs where some are given.</summary>
    public async Task InstantiateAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var template = Find(context);
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, options.Limits.BodyBytes));
        var about = GraphFields.Read(fields);
        var client = GraphFields.Line(fields, "client", GraphFields.LongestClient);
        var inputs = fields.Object("inputs", "an object: values by the names of the template's inputs");
        fields.Check();
        var document = inputs is { } given ? await WithInputsAsync(template.Document, given, context.RequestAborted) : template.Document;
        about = about with { Name = about.Name ?? template.Name, Description = about.Description ?? template.Description, Tags = about.Tags ?? template.Tags };
        var graph = await desk.CreateAsync(context, about, document, new RevisionStory(RevisionKind.Created, client, Note: $"Made from the template {Shown.Name(template.Name)}."));
        context.Response.Headers.Location = Addresses.Graph(graph.Id);
        context.Response.Headers.ETag = RevisionMatch.Tag(graph.Head.Number);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, graph, static (writer, told) => GraphJson.Write(writer, told));
    }

    private async ValueTask<GraphDocument> WithInputsAsync(GraphDocument document, JsonElement given, CancellationToken cancellation)
    {
        var known = await catalogs.WhenKnownAsync(cancellation);
        var check = CallCheck.Of(CallableGraph.Of(document, known.Catalog), given);
        var faults = check.Faults.Where(fault => fault.Code != ProblemCodes.MissingInput) // what is not given now can be given later
            .Select(fault => new Fault(fault.Code, fault.Sentence) { Field = $"/inputs/{fault.Input}", Expected = fault.Expected, Got = fault.Got }).ToList();
        if (faults.Count > 0)
        {
            throw Requests.Refusal(faults, "inputs_refused", RefusalKind.Meaningless);
        }

        return check.Inputs.Aggregate(document, (changed, input) => Edits.SetNamedInput(changed, input.Key, input.Value).Document);
    }

    private TemplateView Find(HttpContext context)
    {
        var word = Requests.Word(context, "id");
        if (book.All.FirstOrDefault(template => template.Id == word) is { } shipped)
        {
            return TemplateView.Of(shipped);
        }

        if (Guid.TryParse(word, out var id) && store.Reader.Find(id, context.Owner()) is { IsTemplate: true, DeletedAt: null } graph)
        {
            return TemplateView.Of(graph, desk.Document(graph, graph.Head.Number));
        }

        throw new ServerRefusal(RefusalKind.Missing, "unknown_template", $"There is no template {Shown.Name(word)}.{new NearestNames().Ask(word, book.All.Select(template => template.Id))}");
    }
}

/// <summary>A template, wherever it comes from.</summary>
internal sealed record TemplateView(string Id, string Name, string Description, ImmutableArray<string> Tags, bool IsShipped, GraphDocument Document)
{
    public static TemplateView Of(ShippedTemplate template) => new(template.Id, template.Name, template.Description, template.Tags, true, template.Document);

    public static TemplateView Of(StoredGraph graph, GraphDocument document) => new($"{graph.Id:D}", graph.Name, graph.Description, graph.Tags, false, document);

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter writer, bool withGraph)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, Id);
        writer.WriteString("name"u8, Name);
        writer.WriteString("description"u8, Description);
        writer.WriteStartArray("tags"u8);
        foreach (var tag in Tags)
        {
            writer.WriteStringValue(tag);
        }

        writer.WriteEndArray();
        writer.WriteString("source"u8, IsShipped ? "shipped" : "own");
        writer.WriteStartArray("inputs"u8);
        foreach (var input in Document.Inputs)
        {
            writer.WriteStringValue(input.Name);
        }

        writer.WriteEndArray();
        writer.WriteNumber("nodes"u8, Document.Nodes.Length);
        if (withGraph)
        {
            writer.WritePropertyName("graph"u8);
            writer.WriteRawValue(GraphWriter.WriteCompact(Document), skipInputValidation: true);
        }

        writer.WriteStartObject("links"u8);
        writer.WriteString("self"u8, Addresses.Template(Id));
        writer.WriteString("instantiate"u8, $"{Addresses.Template(Id)}/instantiate");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
