using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Rest.Asking;

namespace MySpinBot.Server.Rest.Nodes;

/// <summary>The node types and plugins that there are. Whoever has the catalog of this tag is told so, and nothing else.</summary>
internal sealed class NodeRoutes(CatalogBook book)
{
    private Pages? _pages;

    /// <summary>GET /nodes.</summary>
    public async Task ListAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var known = await book.WhenKnownAsync(context.RequestAborted);
        await AnswerAsync(context, known, static pages => pages.Nodes);
    }

    /// <summary>GET /nodes/{class_type}.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var type = Requests.Word(context, "class_type");
        var known = await book.WhenKnownAsync(context.RequestAborted);
        var node = known.Message.Nodes.FirstOrDefault(node => node.Descriptor.ClassType == type) ?? throw new ServerRefusal(
            RefusalKind.Missing,
            "unknown_node_type",
            $"No plugin offers a node type {Shown.Name(type)}.{new NearestNames().Ask(type, known.Message.Nodes.Select(node => node.Descriptor.ClassType))}");
        await AnswerAsync(context, known, _ => NodeJson.One(node));
    }

    /// <summary>GET /plugins.</summary>
    public async Task ListPluginsAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var known = await book.WhenKnownAsync(context.RequestAborted);
        await AnswerAsync(context, known, static pages => pages.Plugins);
    }

    private Task AnswerAsync(HttpContext context, KnownCatalog known, Func<Pages, ReadOnlyMemory<byte>> page)
    {
        context.Response.Headers.ETag = known.Etag;
        context.Response.Headers.CacheControl = "private, no-cache";
        if (Tags.IsKnown(context, known.Etag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var pages = _pages is { } current && ReferenceEquals(current.Catalog, known) ? current : _pages = new Pages(known);
        var bytes = page(pages);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        return context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    // Written when somebody asks, and once for each catalog.
    private sealed class Pages(KnownCatalog known)
    {
        private readonly Lazy<byte[]> _nodes = new(() => NodeJson.All(known.Message)), _plugins = new(() => NodeJson.Plugins(known.Message));

        public KnownCatalog Catalog { get; } = known;

        public ReadOnlyMemory<byte> Nodes => _nodes.Value;

        public ReadOnlyMemory<byte> Plugins => _plugins.Value;
    }
}
