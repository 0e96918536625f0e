using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MySpinBot.Runtime.Plugins;

/// <summary>What an assembly file says of itself, read without loading it: none of its code runs.</summary>
/// <param name="Name">Simple name.</param>
/// <param name="Version">Its version.</param>
/// <param name="ModuleId">Identity of the build (MVID).</param>
/// <param name="References">What it was built against.</param>
internal sealed record AssemblyFacts(string Name, Version Version, Guid ModuleId, ImmutableArray<AssemblyName> References)
{
    /// <summary>Reads the facts.</summary>
    /// <exception cref="PluginRefusal">The file is not a .NET assembly.</exception>
    public static AssemblyFacts Read(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            if (file.HasMetadata && file.GetMetadataReader() is { IsAssembly: true } metadata)
            {
                return Read(metadata);
            }
        }
        catch (BadImageFormatException)
        {
            // Said below, in words that fit both this and a native library.
        }

        throw new PluginRefusal($"'{path}' is not a .NET assembly.");
    }

    private static AssemblyFacts Read(MetadataReader metadata)
    {
        var definition = metadata.GetAssemblyDefinition();
        var references = metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName());
        return new AssemblyFacts(
            metadata.GetString(definition.Name),
            definition.Version,
            metadata.GetGuid(metadata.GetModuleDefinition().Mvid),
            [.. references]);
    }
}
