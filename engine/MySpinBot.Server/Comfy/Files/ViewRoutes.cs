using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using MySpinBot.Sdk;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Comfy.Files;

/// <summary><c>/view</c>: a file of the input, output or temp folder, as it is or as a picture to look at.</summary>
internal sealed class ViewRoutes(ServerFolders folders, PictureMaking pictures)
{
    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.Read("/view", ViewAsync);

    private async Task ViewAsync(HttpContext context)
    {
        var file = NamedFile.Of(context.Request.Query);
        var path = file.Find(folders);
        if (PictureWish.Of(context.Request.Query) is { } wish && await TrySendAsync(context, path, wish))
        {
            return;
        }

        var name = file.Name[(file.Name.LastIndexOf('/') + 1)..];
        if (ServerFolders.ArtifactOf(name) is { } id && path == folders.FindArtifact(id))
        {
            await ArtifactAnswer.SendAsync(context, folders, id, name);
        }
        else
        {
            await new FileAnswer { Path = path, Name = name }.SendAsync(context);
        }
    }

    private async Task<bool> TrySendAsync(HttpContext context, string path, PictureWish wish)
    {
        var tag = new EntityTagHeaderValue($"\"{FileAnswer.TagOf(path)}-{wish.Name}\"");
        context.Response.Headers.ETag = tag.ToString();
        context.Response.Headers.CacheControl = "no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return true;
        }

        try
        {
            var bytes = await pictures.MakeAsync(path, wish, context.RequestAborted);
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.ContentType = wish.Encoding.MediaType;
            context.Response.ContentLength = bytes.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            }

            return true;
        }
        catch (NodeFailure) when (wish.IsPreview)
        {
            // Whoever wants to see it sees what there is: a film, a picture too large to be made again.
            return false;
        }
        catch (NodeFailure fault)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "no_picture", fault.Message);
        }
    }
}
