namespace MySpinBot.Server.Weights.Pulling;

/// <summary>What somebody wants to have pulled: a model by its name, or a file by its address.</summary>
public sealed record PullWish
{
    /// <summary>A name from the manifest.</summary>
    public string? Name { get; init; }

    /// <summary>An address, or <c>hf:org/repo/file</c>.</summary>
    public string? Url { get; init; }

    /// <summary>The kind of model; with an address.</summary>
    public string? Kind { get; init; }

    /// <summary>The file's name; the address' own where none is given.</summary>
    public string? File { get; init; }

    /// <summary>The SHA-256 that is expected.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether whoever wants it accepts its licence.</summary>
    public bool AcceptsLicence { get; init; }

    /// <summary>Whether what has the name is replaced, and what was remembered of it forgotten.</summary>
    public bool Updates { get; init; }

    /// <summary>Who wants it.</summary>
    public string By { get; init; } = "local";
}
