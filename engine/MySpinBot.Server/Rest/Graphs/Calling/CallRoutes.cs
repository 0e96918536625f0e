using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Calling;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Bodies;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Server.Rest.Waiting;
using MySpinBot.Server.Security;
using MySpinBot.Storage.Graphs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Rest.Graphs.Calling;

/// <summary>Graphs as endpoints: called with values for their named inputs, described to programs and to forms.</summary>
internal sealed class CallRoutes(GraphDesk graphs, CallBook book, CallDescription description, CatalogBook catalogs, JobDesk jobs, JobIntake intake, JobWaiting waiting, JobStore store, ServerOptions options)
{
    /// <summary>POST /graphs/{id}/run.</summary>
    public async Task RunAsync(HttpContext context)
    {
        var graph = graphs.FindInUse(context);
        var parameters = new Parameters(context);
        var (wanted, name) = (GraphRoutes.Revision(parameters), parameters.Text("name", SubmissionForm.LongestName));
        var priority = (int)parameters.Number("priority", 0, -SubmissionForm.MostPriority, SubmissionForm.MostPriority);
        parameters.Check();
        var key = context.Request.Headers.TryGetValue("Idempotency-Key", out var given) ? given.ToString() : null;
        JobIntake.CheckKey(key);
        var revision = graphs.Revision(graph, wanted);
        var inputs = ReadInputs(await RequestBody.ReadJsonAsync(context, options.Limits.BodyBytes));
        var call = book.Of(graph, revision, await catalogs.WhenKnownAsync(context.RequestAborted));
        var check = CallCheck.Of(call.Callable, inputs);
        var terms = check.Inputs.Count == 0 ? JobTerms.Plain : new JobTerms { Inputs = check.Inputs };
        var submission = new JobSubmission(Guid.Empty, graph.Owner, call.Bytes, JsonSerializer.SerializeToUtf8Bytes(terms, MessageJson.Options))
        {
            Name = name ?? graph.Name,
            Priority = priority,
            IdempotencyKey = key,
            Labels = ImmutableSortedDictionary.CreateRange([KeyValuePair.Create("graph", $"{graph.Id:D}"), KeyValuePair.Create("revision", $"{revision.Number}")]),
        };
        var acceptance = check.Faults.Count == 0 && key is not null ? Known(submission, call, wanted is not null) : null;
        if (acceptance is null)
        {
            await CheckAsync(call, check, terms, context.RequestAborted);
            acceptance = await intake.StoreAsync(submission, terms);
        }

        await waiting.AnswerAsync(context, acceptance);
    }

    /// <summary>GET /graphs/{id}/openapi.json: this endpoint alone, with the types of its inputs and outputs.</summary>
    public async Task DescribeAsync(HttpContext context)
    {
        var call = await CallOf(context);
        context.Response.Headers.CacheControl = "private, no-cache";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, description.Of(call, Requests.Server(context)), static (writer, told) => told.WriteTo(writer));
    }

    /// <summary>GET /graphs/{id}/form: the same for a page with fields.</summary>
    public async Task ShowFormAsync(HttpContext context)
    {
        var call = await CallOf(context);
        context.Response.Headers.CacheControl = "private, no-cache";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, call, FormJson.Write);
    }

    private async ValueTask<GraphCall> CallOf(HttpContext context)
    {
        var graph = graphs.Find(context);
        var parameters = new Parameters(context);
        var revision = GraphRoutes.Revision(parameters);
        parameters.Check();
        return book.Of(graph, graphs.Revision(graph, revision), await catalogs.WhenKnownAsync(context.RequestAborted));
    }

    private static JsonElement ReadInputs(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return JsonElement.Parse("{}");
        }

        body = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (!JsonTexts.AreWhole(body.Span))
        {
            throw new ServerRefusal(RefusalKind.Wrong, "malformed_json", $"The body {JsonTexts.Halves}.");
        }

        try
        {
            BodyFields.Enter(body.Span); // says it where it is no object
            return JsonElement.Parse(body.Span, new JsonDocumentOptions { MaxDepth = 256 });
        }
        catch (JsonException met)
        {
            throw BodyFields.Malformed(met);
        }
    }

    /// <summary>What is wrong with the inputs and with the graph, all at once.</summary>
    private async ValueTask CheckAsync(GraphCall call, CallCheck check, JobTerms terms, CancellationToken cancellation)
    {
        var checkedGraph = await jobs.CheckAsync(call.Document, call.Bytes, terms, cancellation);
        if (check.Faults.Count == 0 && checkedGraph.Problems.IsEmpty)
        {
            return;
        }

        Fault[] faults = [.. check.Faults.Select(Of), .. checkedGraph.Problems.Where(problem => !check.Said(problem)).Select(problem => Of(call.Callable, problem))];
        throw Requests.Refusal(faults, Array.Exists(faults, fault => fault.Field is not null) ? "inputs_refused" : "graph_refused", RefusalKind.Meaningless);
    }

    /// <summary>The job that the key stands for, where it came of the same request: with the same values, of this revision, or, where none was named, of any that the graph had then.</summary>
    private Acceptance? Known(JobSubmission submission, GraphCall call, bool isPinned)
    {
        var known = store.Known(submission);
        return known is null or { Verdict: AcceptanceVerdict.Known } ? known
            : !isPinned && jobs.Content(known.Job.Id) is { } content && submission.Options.Span.SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(content.Terms, MessageJson.Options))
                && store.Graphs.Reader.Had(call.Graph, content.Document.Span) ? known with { Verdict = AcceptanceVerdict.Known }
            : null;
    }

    private static Fault Of(CallFault fault) => new(fault.Code, fault.Sentence) { Field = Pointer(fault.Input), Expected = fault.Expected, Got = fault.Got };

    // What only the node can tell (there is no such file) is told of the value that it was given.
    private static Fault Of(CallableGraph graph, GraphProblem problem)
        => Fault.Of(problem) with { Field = problem is { NodeId: { } node, Input: { } input } && graph.Parameters.FirstOrDefault(parameter => parameter.Uses.Contains(new ParameterUse(node, input))) is { } parameter ? Pointer(parameter.Name) : null };

    private static string Pointer(string name) => $"/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
