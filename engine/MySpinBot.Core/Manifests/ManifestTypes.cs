using MySpinBot.Core.Catalogs;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Manifests;

/// <summary>Gathers the types of a run's nodes.</summary>
/// <param name="versionOf">Version of a plugin's assembly, by its name; null where that is not known.</param>
internal sealed class ManifestTypes(Func<string, string?> versionOf)
{
    private readonly Dictionary<string, ManifestType> _types = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ManifestType> All => _types;

    /// <summary>Adds a type.</summary>
    /// <returns>Identity of its code, where another one of that name is listed already.</returns>
    public ContentId? Add(CatalogEntry type)
    {
        if (_types.TryGetValue(type.ClassType, out var known))
        {
            return known.Implementation == type.ImplementationId ? null : type.ImplementationId;
        }

        _types.Add(type.ClassType, Of(type, versionOf(type.Plugin)));
        return null;
    }

    /// <summary>A type as it is written.</summary>
    public static ManifestType Of(CatalogEntry type, string? pluginVersion)
        => new(type.Descriptor.Version, type.ImplementationId, type.Plugin, pluginVersion, type.Descriptor.Repeatability switch
        {
            Repeatability.SameMachine => ManifestRepeatability.SameMachine,
            Repeatability.Volatile => ManifestRepeatability.Volatile,
            _ => ManifestRepeatability.Exact,
        });
}
