namespace MySpinBot.Sdk;

/// <summary>A secret that the graph names and the host supplies. It prints as its name, so that it cannot be logged by accident.</summary>
public sealed class Secret(string name, string value)
{
    /// <summary>The name that stands in the document, in keys and in events.</summary>
    public string Name { get; } = name;

    /// <summary>The secret itself: for use, never for storing or showing.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => $"secret {Name}";
}
