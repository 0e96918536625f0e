using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;

namespace MySpinBot.Server.Files;

/// <summary>Media types of files, by their extensions, and which of them a browser may show.</summary>
internal static class MediaTypes
{
    /// <summary>Bytes of no known kind.</summary>
    public const string Unknown = "application/octet-stream";

    /// <summary>Drawings that may bring scripts; as the source of an image element they run none.</summary>
    public const string Svg = "image/svg+xml";

    // What people make with graphs, where the framework's table does not know it or has an old name for it.
    private static readonly Dictionary<string, string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        [".apng"] = "image/apng",
        [".avif"] = "image/avif",
        [".exr"] = "image/x-exr",
        [".jxl"] = "image/jxl",
        [".webp"] = "image/webp",
        [".flac"] = "audio/flac",
        [".m4a"] = "audio/mp4",
        [".mp3"] = "audio/mpeg",
        [".oga"] = "audio/ogg",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/ogg",
        [".wav"] = "audio/wav",
        [".mkv"] = "video/x-matroska",
        [".mov"] = "video/quicktime",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".json"] = "application/json",
        [".ass"] = "text/plain",
        [".log"] = "text/plain",
        [".md"] = "text/markdown",
        [".srt"] = "text/plain",
        [".ssa"] = "text/plain",
        [".vtt"] = "text/vtt",
        [".yaml"] = "text/plain",
        [".yml"] = "text/plain",
        [".glb"] = "model/gltf-binary",
        [".gltf"] = "model/gltf+json",
        [".js"] = "text/javascript",
        [".mjs"] = "text/javascript",
        [".svg"] = Svg,
        [".svgz"] = Svg,
        [".xhtml"] = "application/xhtml+xml",
    };

    private static readonly FrozenDictionary<string, string> ByExtension = Table();

    private static readonly string[] ShownTexts = ["text/plain", "text/csv", "text/markdown", "text/vtt", "application/json", "application/pdf"];

    /// <summary>The media type of a file of this name.</summary>
    public static string Of(string name) => ByExtension.GetValueOrDefault(Path.GetExtension(name), Unknown);

    /// <summary>Whether a browser may show it in the server's origin: it can bring no script. All else is a download.</summary>
    public static bool MayBeShown(string type)
        => type != Svg && !type.EndsWith("+xml", StringComparison.Ordinal)
            && (type.StartsWith("image/", StringComparison.Ordinal) || type.StartsWith("audio/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal)
                || type.StartsWith("model/", StringComparison.Ordinal) || ShownTexts.Contains(type));

    /// <summary>Whether its very name is kept from browsers: they would run it.</summary>
    public static bool IsActive(string type)
        => type.EndsWith("+xml", StringComparison.Ordinal) || type.EndsWith("/xml", StringComparison.Ordinal) || type.Contains("html", StringComparison.Ordinal)
            || type.Contains("script", StringComparison.Ordinal) || type is "text/css" or "application/x-shockwave-flash" or "text/x-component" or "multipart/related" or "message/rfc822" or "text/cache-manifest";

    private static FrozenDictionary<string, string> Table()
    {
        var table = new Dictionary<string, string>(new FileExtensionContentTypeProvider().Mappings, StringComparer.OrdinalIgnoreCase);
        foreach (var (extension, type) in Ours)
        {
            table[extension] = type;
        }

        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
