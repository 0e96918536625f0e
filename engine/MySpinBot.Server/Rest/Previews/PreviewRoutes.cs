using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Files;
using MySpinBot.Server.Previews;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Links;
using MySpinBot.Server.Rest.Results;

namespace MySpinBot.Server.Rest.Previews;

/// <summary>Small pictures of artifacts and of files in the server's folders.</summary>
internal sealed class PreviewRoutes(ServerFolders folders, PreviewDesk desk, LinkRoutes links)
{
    /// <summary>GET and HEAD /artifacts/{id}/preview.</summary>
    public Task SendOfArtifactAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var wish = PreviewForm.Read(parameters);
        LinkRoutes.Pass(parameters);
        parameters.Check();
        var id = FileRoutes.ArtifactId(context);
        return SendAsync(context, PreviewSource.Of(id, ArtifactAnswer.Find(folders, id)), wish);
    }

    /// <summary>GET and HEAD /files/preview.</summary>
    public Task SendOfFileAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var (wish, file) = (PreviewForm.Read(parameters), FolderFile.Read(parameters));
        LinkRoutes.Pass(parameters);
        parameters.Check();
        return SendAsync(context, PreviewSource.Of(file.Find(folders)), wish);
    }

    /// <summary>POST /artifacts/{id}/preview/link.</summary>
    public Task LinkOfArtifactAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        _ = PreviewForm.Read(parameters);
        parameters.Check();
        var id = FileRoutes.ArtifactId(context);
        _ = ArtifactAnswer.Find(folders, id);
        return links.AnswerAsync(context, Addresses.ArtifactPreview(id));
    }

    /// <summary>POST /files/preview/link.</summary>
    public Task LinkOfFileAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        _ = PreviewForm.Read(parameters);
        var file = FolderFile.Read(parameters);
        parameters.Check();
        _ = file.Find(folders);
        return links.AnswerAsync(context, $"{Addresses.Files}/preview");
    }

    private async Task SendAsync(HttpContext context, PreviewSource source, Core.Messages.Previewing.PreviewWish wish)
    {
        try
        {
            await PreviewAnswer.SendAsync(context, desk, source, wish);
        }
        catch (NoPreview none)
        {
            throw new ServerRefusal(RefusalKind.Meaningless, "no_preview", none.Message);
        }
    }
}
