namespace MySpinBot.Runtime.Weights;

/// <summary>What a host knows of models beside their files: digests from downloads, and what can be had where. It is asked only where a file alone does not say enough. From various threads.</summary>
public interface IKnownModels
{
    /// <summary>The SHA-256 of a file that is known not to have changed since it was read; null where it has to be read. 64 hexadecimal digits in small letters.</summary>
    string? Sha256Of(string path);

    /// <summary>The model that is published under a file's name; null where none is known.</summary>
    PublishedModel? Named(string kind, string file);

    /// <summary>The model that is published with these bytes; null where none is known.</summary>
    PublishedModel? OfSha256(string sha256);
}

/// <summary>A model that can be had.</summary>
/// <param name="PullName">What it is pulled by.</param>
/// <param name="File">The name that its file has in the folder of its kind.</param>
/// <param name="Bytes">How long it is, where that is known.</param>
public sealed record PublishedModel(string PullName, string File, long? Bytes);
