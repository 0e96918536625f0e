namespace MySpinBot.Sdk.Generators;

/// <summary>C# expressions that several writers need.</summary>
internal static class Expressions
{
    public const string Sdk = "global::MySpinBot.Sdk.";

    public const string Generated =
        "[global::System.CodeDom.Compiler.GeneratedCode(\"MySpinBot.Sdk.Generators\", \"1\"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]";

    /// <summary>An immutable array.</summary>
    public static string Array(string type, IEnumerable<string> items)
    {
        var all = items.ToArray();
        return all.Length == 0
            ? $"global::System.Collections.Immutable.ImmutableArray<{type}>.Empty"
            : $"global::System.Collections.Immutable.ImmutableArray.Create<{type}>({string.Join(", ", all)})";
    }

    /// <summary>Name of the class that is generated for a node.</summary>
    public static string ClassOf(string classType) => classType.Replace(' ', '_') + "Node";
}
