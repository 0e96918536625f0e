using System.Reflection;

namespace MySpinBot.Sdk;

/// <summary>Says which native library an assembly of the Sdk computes with. Its build is part of the identity of every plugin that uses the assembly: results of one build are not taken for those of another.</summary>
/// <param name="declaring">A class of the assembly with a static property that gives the library as a <see cref="NativeLibraryFile"/>. It is asked before anything is loaded, so making it must load nothing.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ComputesWithAttribute(Type declaring) : Attribute
{
    /// <summary>A class of the assembly with a static property that gives the library.</summary>
    public Type Declaring { get; } = declaring;

    /// <summary>The library.</summary>
    /// <exception cref="InvalidOperationException">The class has no such property.</exception>
    public NativeLibraryFile Library
        => Declaring.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).FirstOrDefault(property => property.PropertyType == typeof(NativeLibraryFile))?.GetValue(null) as NativeLibraryFile
            ?? throw new InvalidOperationException($"{Declaring} has no static property that is a {nameof(NativeLibraryFile)}.");
}
