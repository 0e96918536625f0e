using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Comfy.Files;

namespace MySpinBot.Server.Comfy.ObjectInfo;

/// <summary><c>/object_info</c>: the node types that there are.</summary>
internal sealed class ObjectInfoRoutes(ObjectInfoBook book, Func<CancellationToken, ValueTask<KnownCatalog>> catalog)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Read("/object_info", Whole);
        routes.Read("/object_info/{node_class}", One);
    }

    private async Task Whole(HttpContext context) => await book.Whole(await catalog(context.RequestAborted)).SendAsync(context);

    private async Task One(HttpContext context) => await book.One(await catalog(context.RequestAborted), RawPath.Segment(context, 1)).SendAsync(context);
}
