using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Files;

/// <summary>Sends kept artifacts. Their name is their content, so they may be kept for ever by whoever gets them.</summary>
public static class ArtifactAnswer
{
    private const string ForEver = "private, max-age=31536000, immutable";

    /// <summary>Sends an artifact: ranges, HEAD, <c>ETag: "ID"</c>. What a browser could run is a download.</summary>
    /// <param name="context">The request.</param>
    /// <param name="folders">Where artifacts are.</param>
    /// <param name="id">Which.</param>
    /// <param name="name">What it is called where it is saved; null for its id.</param>
    /// <param name="mediaType">What it is; null where the name's extension says so.</param>
    /// <param name="download">Whether it is saved and not shown.</param>
    /// <exception cref="ServerRefusal">It is not kept.</exception>
    public static Task SendAsync(HttpContext context, ServerFolders folders, ContentId id, string? name = null, string? mediaType = null, bool download = false)
    {
        ArgumentNullException.ThrowIfNull(folders);
        return new FileAnswer
        {
            Path = Find(folders, id),
            Name = string.IsNullOrEmpty(name) ? id.ToString() : name,
            MediaType = mediaType is null ? null : Plain(mediaType),
            Tag = id.ToString(),
            IsDownload = download,
            CacheControl = ForEver,
        }.SendAsync(context);
    }

    /// <summary>Where an artifact is.</summary>
    /// <exception cref="ServerRefusal">It is not kept.</exception>
    internal static string Find(ServerFolders folders, ContentId id)
        => folders.FindArtifact(id) ?? throw new ServerRefusal(RefusalKind.Missing, "no_such_artifact", $"The artifact {id} is not kept here: its job was deleted, or it never was.");

    // Without parameters and in small letters, so that no spelling of a type passes for another.
    private static string Plain(string mediaType)
        => MediaTypeHeaderValue.TryParse(mediaType, out var parsed) && parsed.MediaType.HasValue ? parsed.MediaType.Value.ToLowerInvariant() : MediaTypes.Unknown;
}
