using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Describing;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Catalogs;

/// <summary>The catalog as it is remembered from one start of the server to the next. It is believed while none of the files that it was read from has changed, and the program is the one that wrote it.</summary>
internal sealed class CatalogFile(string folder)
{
    private static readonly string Program = $"{typeof(NodeDescriptor).Module.ModuleVersionId:N}{typeof(CatalogMessage).Module.ModuleVersionId:N}";

    // Not by the serializer: it would first look at all types that messages have.
    private static readonly CatalogMessageConverter Form = new();

    private readonly string _path = Path.Join(folder, "catalog.json");

    /// <summary>The entity tag of a catalog: of what there is, and not of when files were written.</summary>
    public static string EtagOf(CatalogMessage message)
    {
        var text = new ArrayBufferWriter<byte>(1 << 16);
        using var writer = new Utf8JsonWriter(text);
        Form.Write(writer, message with { Sources = [] }, MessageJson.Options);
        writer.Flush();
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan).AsSpan(0, 16))}\"";
    }

    /// <summary>What is remembered; null where nothing is, or it does not hold any more.</summary>
    public KnownCatalog? Read()
    {
        try
        {
            return Read(File.ReadAllBytes(_path));
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
        using (var writer = new Utf8JsonWriter(file))
        {
            writer.WriteStartObject();
            writer.WriteString("program"u8, Program);
            writer.WriteString("etag"u8, known.Etag);
            writer.WritePropertyName("catalog"u8);
            Form.Write(writer, known.Message, MessageJson.Options);
            writer.WriteEndObject();
        }

        File.Move(partial, _path, overwrite: true);
    }

    private static KnownCatalog? Read(byte[] text)
    {
        var reader = new Utf8JsonReader(text);
        string? etag = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.GetString();
            reader.Read();
            switch (field)
            {
                case "program" when reader.GetString() != Program:
                    return null;
                case "etag":
                    etag = reader.GetString();
                    break;
                case "catalog" when etag is not null && Form.Read(ref reader, typeof(CatalogMessage), MessageJson.Options) is var catalog:
                    return catalog.Sources.All(Holds) ? KnownCatalog.Of(catalog, etag) : null;
            }
        }

        return null;
    }

    private static bool Holds(CatalogSource source)
    {
        var file = new FileInfo(source.Path);
        return file.Exists ? file.Length == source.Length && file.LastWriteTimeUtc.Ticks == source.ChangedAt : source.Length < 0;
    }
}
