namespace MySpinBot.Core.Documents;

/// <summary>How large a document may be.</summary>
/// <param name="MaxBytes">The most bytes of JSON.</param>
/// <param name="MaxDepth">The deepest that lists and objects may be nested.</param>
public sealed record ReadLimits(int MaxBytes = 32 * 1024 * 1024, int MaxDepth = 256)
{
    /// <summary>32 MiB, 256 deep.</summary>
    public static ReadLimits Default { get; } = new();
}
