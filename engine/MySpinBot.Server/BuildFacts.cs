using System.Reflection;

namespace MySpinBot.Server;

/// <summary>What this build is.</summary>
internal static class BuildFacts
{
    /// <summary>Its version.</summary>
    public static string Version { get; } = typeof(BuildFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
