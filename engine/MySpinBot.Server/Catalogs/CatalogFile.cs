using System.Security.Cryptography;
using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Catalogs;

/// <summary>The catalog as it is remembered from one start of the server to the next. It is believed while none of the files that it was read from has changed, and the program is the one that wrote it.</summary>
internal sealed class CatalogFile(string folder)
{
    private static readonly string Program = $"{typeof(NodeDescriptor).Module.ModuleVersionId:N}{typeof(CatalogMessage).Module.ModuleVersionId:N}";

    private readonly string _path = Path.Join(folder, "catalog.json");

    /// <summary>The entity tag of a catalog: of what there is, and not of when files were written.</summary>
    public static string EtagOf(CatalogMessage message)
        => $"\"{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(message with { Sources = [] }, MessageJson.Options)).AsSpan(0, 16))}\"";

    /// <summary>What is remembered; null where nothing is, or it does not hold any more.</summary>
    public KnownCatalog? Read()
    {
        try
        {
            var remembered = JsonSerializer.Deserialize<Remembered>(File.ReadAllBytes(_path), MessageJson.Options);
            return remembered is { Etag: { } etag, Catalog: { Nodes: not null, Plugins: not null, Sources: { } sources } catalog } && remembered.Program == Program && sources.All(Holds)
                ? KnownCatalog.Of(catalog, etag)
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            return null; // the worker will say it all again
        }
    }

    /// <summary>Remembers a catalog: all of it, or what was remembered before.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(KnownCatalog known)
    {
        Directory.CreateDirectory(folder);
        var partial = _path + ".new";
        using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, new Remembered(Program, known.Etag, known.Message), MessageJson.Options);
        }

        File.Move(partial, _path, overwrite: true);
    }

    private static bool Holds(CatalogSource source)
    {
        var file = new FileInfo(source.Path);
        return file.Exists ? file.Length == source.Length && file.LastWriteTimeUtc.Ticks == source.ChangedAt : source.Length < 0;
    }

    private sealed record Remembered(string? Program, string? Etag, CatalogMessage? Catalog);
}
