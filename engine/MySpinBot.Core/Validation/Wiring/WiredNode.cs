using MySpinBot.Core.Catalogs;

namespace MySpinBot.Core.Validation.Wiring;

/// <summary>A node whose links are positions. Documents and expansions both become these, and are ordered and bound in one way.</summary>
internal sealed class WiredNode
{
    public required string Id { get; init; }

    public string? Title { get; init; }

    public required string ClassType { get; init; }

    /// <summary>Null where no plugin offers it.</summary>
    public required CatalogEntry? Type { get; init; }

    public required Wire[] Inputs { get; init; }
}
