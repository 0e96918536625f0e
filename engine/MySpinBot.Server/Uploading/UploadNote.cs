using System.Text.Json;
using System.Text.Json.Serialization;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Uploading;

/// <summary>What is known of an upload that comes in several requests, as it is kept on disk.</summary>
internal sealed record UploadNote
{
    private static readonly JsonSerializerOptions Form = new() { Converters = { new JsonStringEnumConverter<NameTaken>() } };

    /// <summary>Names it: 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Owner { get; init; }

    /// <summary>What the file will be called.</summary>
    public required string Name { get; init; }

    /// <summary>Where it will be within the input folder.</summary>
    public required string Subfolder { get; init; }

    /// <summary>What happens where the name is taken.</summary>
    public required NameTaken Taken { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required long Length { get; init; }

    /// <summary>The SHA-256 that it must have; null where that was not said.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The content id that it must have; null where that was not said.</summary>
    public string? ContentId { get; init; }

    /// <summary>From where on bytes were being written that had not been compared with their checksum; null for none.</summary>
    public long? UncheckedFrom { get; init; }

    /// <summary>Where the file is, once it is complete.</summary>
    public KeptUpload? Kept { get; init; }

    /// <summary>What the complete file's bytes are.</summary>
    public KeptDigest? Digest { get; init; }

    /// <summary>Reads it; null where it is none.</summary>
    public static UploadNote? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<UploadNote>(File.ReadAllBytes(path), Form);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException || DiskRefusal.Is(fault))
        {
            return null;
        }
    }

    /// <summary>Writes it: as it was, or as it is, never half.</summary>
    /// <exception cref="ServerRefusal">The disk does not take it.</exception>
    public void Write(string path)
    {
        var incoming = $"{path}.tmp";
        try
        {
            using (var file = new FileStream(incoming, FileMode.Create, FileAccess.Write, FileShare.None, 1))
            {
                file.Write(JsonSerializer.SerializeToUtf8Bytes(this, Form));
                file.Flush(flushToDisk: true);
            }

            File.Move(incoming, path, overwrite: true);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The upload cannot be noted");
        }
    }
}

/// <summary>The digests of a file that is complete, as they are kept.</summary>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="ContentId">Its content id.</param>
internal sealed record KeptDigest(string Sha256, string ContentId);
