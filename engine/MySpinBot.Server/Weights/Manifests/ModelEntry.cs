namespace MySpinBot.Server.Weights.Manifests;

/// <summary>A model that can be had, and where.</summary>
public sealed record ModelEntry
{
    /// <summary>What it is pulled by: <c>realesrgan-x4plus</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of its folder: <c>checkpoints</c>, <c>upscale_models</c>, ….</summary>
    public required string Kind { get; init; }

    /// <summary>The file's name in that folder; may have folders before it.</summary>
    public required string File { get; init; }

    /// <summary>Where its publisher has it; further ones are tried where the first fails.</summary>
    public required IReadOnlyList<Uri> Urls { get; init; }

    /// <summary>Bytes, where they are known.</summary>
    public long? Bytes { get; init; }

    /// <summary>The SHA-256 of the file, 64 hexadecimal digits in small letters; null where none is known: then the first download is remembered, and later ones compared with it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The terms that it comes under.</summary>
    public required ModelLicence Licence { get; init; }

    /// <summary>The variable with the token that its publisher wants; null where none is wanted.</summary>
    public string? Token { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether whoever runs the server named it: then its own hosts may have private addresses.</summary>
    internal bool IsOperators { get; init; }
}

/// <summary>Terms of use.</summary>
/// <param name="Name">As its publisher calls them: <c>BSD-3-Clause</c>.</param>
/// <param name="Url">Where they can be read.</param>
public sealed record ModelLicence(string Name, Uri? Url);
