namespace MySpinBot.Sdk;

/// <summary>Makes a class a socket type of its own. With a public <see cref="IValueCodec{T}"/> for it in the same assembly its values
/// are cached and stored; without one they live in memory only and never cross processes.</summary>
/// <param name="name">Name in documents, upper case by custom: <c>MESH</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class SocketAttribute(string name) : Attribute
{
    /// <summary>Name in documents.</summary>
    public string Name { get; } = name;

    /// <summary>Colour of its wires, <c>#rrggbb</c>.</summary>
    public string? Color { get; set; }
}
