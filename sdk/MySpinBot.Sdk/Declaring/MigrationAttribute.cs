namespace MySpinBot.Sdk;

/// <summary>Marks a static method <c>JsonObject M(JsonObject inputs)</c> that raises the stored inputs of a node by one version.</summary>
/// <param name="classType">The node's type name.</param>
/// <param name="from">The version that it reads; it writes <paramref name="from"/> + 1.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class MigrationAttribute(string classType, int from) : Attribute
{
    /// <summary>The node's type name.</summary>
    public string ClassType { get; } = classType;

    /// <summary>The version that it reads.</summary>
    public int From { get; } = from;
}
