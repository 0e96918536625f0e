using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Messages.Previewing;
using MySpinBot.Server.Files;
using MySpinBot.Server.Rest.Asking;

namespace MySpinBot.Server.Previews;

/// <summary>Sends previews.</summary>
internal static class PreviewAnswer
{
    private const string ForEver = "private, max-age=31536000, immutable";

    /// <summary>Sends one: ranges, HEAD, an entity tag by which it is told from all others.</summary>
    /// <param name="context">The request.</param>
    /// <param name="desk">Makes it.</param>
    /// <param name="source">What of.</param>
    /// <param name="wish">What is wanted.</param>
    /// <exception cref="NoPreview">It cannot be made of this file.</exception>
    /// <exception cref="ServerRefusal">Not now.</exception>
    public static async Task SendAsync(HttpContext context, PreviewDesk desk, PreviewSource source, PreviewWish wish)
    {
        var key = PreviewDesk.KeyOf(source, wish);
        var keep = source.IsForEver ? ForEver : "private, no-cache";
        if (Tags.IsKnown(context, $"\"{key}\""))
        {
            context.Response.Headers.ETag = $"\"{key}\"";
            context.Response.Headers.CacheControl = keep;
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (place, bytes) = await desk.GiveAsync(source, wish, context.RequestAborted);
        await new FileAnswer
        {
            Path = place,
            Bytes = bytes,
            Name = $"preview.{Extension(wish.Format)}",
            MediaType = MediaTypeOf(wish.Format),
            Tag = key,
            CacheControl = keep,
        }.SendAsync(context);
    }

    /// <summary>What a format is to browsers.</summary>
    public static string MediaTypeOf(PreviewFormat format) => format switch
    {
        PreviewFormat.Jpeg => "image/jpeg",
        PreviewFormat.Png => "image/png",
        PreviewFormat.Json => "application/json",
        _ => "image/webp",
    };

    private static string Extension(PreviewFormat format) => format == PreviewFormat.Jpeg ? "jpg" : format.ToString().ToLowerInvariant();
}
