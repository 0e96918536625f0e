using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MySpinBot.Core.Messages.Previewing;
using MySpinBot.Server.Files;
using MySpinBot.Server.Previews;

namespace MySpinBot.Server.Comfy.Files;

/// <summary><c>/view</c>: a file of the input, output or temp folder, as it is or as a picture to look at.</summary>
internal sealed class ViewRoutes(ServerFolders folders, PreviewDesk previews)
{
    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.Read("/view", ViewAsync);

    private async Task ViewAsync(HttpContext context)
    {
        var file = NamedFile.Of(context.Request.Query);
        var path = file.Find(folders);
        if (PictureWish.Of(context.Request.Query) is var (wish, isPreview) && await TrySendAsync(context, path, wish, isPreview))
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

    private async Task<bool> TrySendAsync(HttpContext context, string path, PreviewWish wish, bool isPreview)
    {
        if (isPreview && !previews.IsOpen)
        {
            return false;
        }

        try
        {
            await PreviewAnswer.SendAsync(context, previews, PreviewSource.Of(path), wish);
            return true;
        }
        catch (NoPreview) when (isPreview)
        {
            // Whoever wants to see it sees what there is: a film, a picture too large to be made again.
            return false;
        }
        catch (NoPreview none)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "no_picture", none.Message);
        }
    }
}
