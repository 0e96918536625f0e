using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Documents.Embedded;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Bodies;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Files;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;

namespace MySpinBot.Server.Rest.Documents;

/// <summary>Takes graphs out of bodies: JSON of any form, or a picture, film, sound or model that holds one. Large files go to the disk while they are looked at.</summary>
internal sealed class DocumentIntake(CatalogBook book, UploadReceiver receiver, ServerFolders folders, ServerOptions options)
{
    private const int MostInMemory = 4 << 20;

    /// <summary>The node types that there are.</summary>
    public async ValueTask<NodeInterfaces> NodesAsync(HttpContext context) => (await book.WhenKnownAsync(context.RequestAborted)).Interfaces;

    /// <summary>The graph in a request's body.</summary>
    /// <exception cref="ServerRefusal">There is none.</exception>
    public async Task<GivenDocument> TakeAsync(HttpContext context, EmbeddedChoice choice)
    {
        var request = context.Request;
        if (request.ContentLength is 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding") && HttpProtocol.IsHttp11(request.Protocol)))
        {
            throw new ServerRefusal(RefusalKind.Wrong, "empty_body", "The body is empty; send a graph as JSON, or a file that holds one.");
        }

        if (RequestBody.IsJson(request.ContentType))
        {
            return OfJson(await RequestBody.ReadJsonAsync(context, options.Limits.BodyBytes), await NodesAsync(context));
        }

        var found = await LookAsync(context);
        if (found.Choose(choice) is not { } chosen)
        {
            throw Requests.Refusal([Fault.Of(found.Missing(choice, "the body"))], "graph_refused", RefusalKind.Meaningless);
        }

        var read = GivenDocument.Read(chosen.Utf8, await NodesAsync(context));
        return read with { File = found.Form, Taken = chosen.Name, Notices = [.. found.Damages.Select(damage => new Fault("damaged_file", damage)), .. read.Notices] };
    }

    private static GivenDocument OfJson(ReadOnlyMemory<byte> body, NodeInterfaces nodes)
    {
        body = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        bool isAlone;
        try
        {
            isAlone = Submission.IsGraphAlone(body.Span);
        }
        catch (ServerRefusal) when (body.Span.IndexOf("NaN"u8) >= 0 || body.Span.IndexOf("Infinity"u8) >= 0)
        {
            isAlone = true; // what ComfyUI embeds is not always JSON, and the reader of documents mends that
        }

        if (isAlone)
        {
            return GivenDocument.Read(body, nodes);
        }

        var fields = BodyFields.Read(body);
        var (graph, info) = (fields.Raw("graph"), fields.Object("object_info", "an object: what a ComfyUI answers at /object_info"));
        if (graph is null)
        {
            fields.Faults.Insert(0, new Fault("missing_field", "Field 'graph' is missing; it is the graph to read.") { Field = "/graph" });
        }

        fields.Check();
        return GivenDocument.Read(graph!.Value, info is null ? nodes : With(fields.Raw("object_info")!.Value, nodes));
    }

    private static NodeInterfaces With(ReadOnlyMemory<byte> objectInfo, NodeInterfaces nodes)
    {
        try
        {
            return NodeInterfaces.OfObjectInfo(objectInfo).Or(nodes);
        }
        catch (FormatException wrong)
        {
            throw Requests.Refusal([new Fault("bad_field", $"Field 'object_info' is not what a ComfyUI answers at /object_info: {wrong.Message}") { Field = "/object_info" }], "bad_fields");
        }
    }

    private async Task<EmbeddedGraph> LookAsync(HttpContext context)
    {
        if (context.Request.ContentLength is <= MostInMemory)
        {
            var body = await RequestBytes.ReadAsync(context, MostInMemory);
            using var bytes = new MemoryStream(body.ToArray(), writable: false);
            return await LookAsync(bytes, context);
        }

        using var staged = await receiver.StageBodyAsync(context, folders.Temp, options.Limits.UploadBytes);
        await using var file = File.OpenRead(staged.Path);
        return await LookAsync(file, context);
    }

    // Reading is synchronous; a large file keeps a thread of the pool, and not the connection's.
    private static async Task<EmbeddedGraph> LookAsync(Stream file, HttpContext context)
        => await Task.Run(() => EmbeddedGraph.Read(file, EmbeddedLimits.Default, context.RequestAborted), context.RequestAborted) ?? throw new ServerRefusal(
            RefusalKind.WrongMedia,
            "wrong_media_type",
            $"The body ({(context.Request.ContentType is { } type ? Shown.Plain(type) : "of no type")}) is no file that may hold a graph: send JSON with Content-Type: application/json, or a PNG, WebP, JPEG, OpenEXR, MP4, QuickTime, Matroska, WebM, FLAC, Ogg, MP3, WAV or safetensors file.");
}
