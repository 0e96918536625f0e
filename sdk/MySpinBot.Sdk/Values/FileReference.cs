namespace MySpinBot.Sdk;

/// <summary>A file that a node reads. It entered the run by content: the same bytes under another name are the same input.</summary>
/// <param name="Path">Absolute path on this machine, inside one of the folders that the host allows.</param>
/// <param name="Id">Content id of the file's bytes when the call was prepared.</param>
/// <param name="Length">Length in bytes.</param>
public sealed record FileReference(string Path, ContentId Id, long Length)
{
    /// <summary>SHA-256 of its bytes as publishers of models give it, 64 hexadecimal digits in small letters; null where that was not asked for. Models have it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether both are the same place with the same content.</summary>
    public bool Equals(FileReference? other) => other is not null && Path == other.Path && Id == other.Id && Length == other.Length;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, Id);
}
