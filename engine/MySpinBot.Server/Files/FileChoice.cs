using System.Collections.Immutable;

namespace MySpinBot.Server.Files;

/// <summary>The files that an input offers.</summary>
/// <param name="Folder"><c>input</c>, <c>output</c>, <c>temp</c>, or a kind of models.</param>
/// <param name="Extensions">Extensions of the files that are offered; all where there are none.</param>
internal readonly record struct FileChoice(string Folder, ImmutableArray<string> Extensions)
{
    /// <summary>Whether it offers the same files.</summary>
    public bool Equals(FileChoice other) => Folder == other.Folder && Names.AsSpan().SequenceEqual(other.Names.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Folder, Names.Length);

    /// <summary>The extensions in any letters.</summary>
    public IReadOnlySet<string> ExtensionSet => Names.ToHashSet(StringComparer.OrdinalIgnoreCase);

    private ImmutableArray<string> Names => Extensions.IsDefault ? [] : Extensions;
}
