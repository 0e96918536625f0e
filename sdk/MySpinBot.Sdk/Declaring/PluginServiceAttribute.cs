namespace MySpinBot.Sdk;

/// <summary>A class of the plugin that node constructors may ask for. One instance lives as long as the plugin is loaded; it is
/// disposed when the plugin is unloaded. Its constructor may ask for other services and for <see cref="PluginSettings"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PluginServiceAttribute : Attribute;

/// <summary>A class of the plugin that offers one of the capability interfaces (<see cref="ITextGenerator"/>, <see cref="IEmbedder"/>,
/// <see cref="ISpeaker"/>, <see cref="ITranscriber"/>) to the host. Made like a <see cref="PluginServiceAttribute"/> class.</summary>
/// <param name="name">Name by which the host finds it, unique within the plugin.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CapabilityAttribute(string name) : Attribute
{
    /// <summary>Name by which the host finds it.</summary>
    public string Name { get; } = name;
}

/// <summary>Names the class that the source generator wrote for an assembly with nodes.</summary>
/// <param name="packType">A public class with a parameterless constructor that is an <see cref="INodePack"/>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NodePackAttribute(Type packType) : Attribute
{
    /// <summary>The generated class.</summary>
    public Type PackType { get; } = packType;
}
