using System.Text.Json.Nodes;

namespace MySpinBot.Sdk;

/// <summary>What an assembly brings: written by the source generator, read by the host. Making one loads no natives and runs no author's code.</summary>
public interface INodePack
{
    /// <summary>Version of the Sdk that the assembly was built against.</summary>
    Version SdkVersion { get; }

    /// <summary>Its nodes.</summary>
    IReadOnlyList<NodeRegistration> Nodes { get; }

    /// <summary>Its own socket types.</summary>
    IReadOnlyList<SocketRegistration> Sockets { get; }

    /// <summary>Its services and capabilities.</summary>
    IReadOnlyList<ServiceRegistration> Services { get; }
}

/// <summary>A node: what it is and how it is called.</summary>
public sealed class NodeRegistration
{
    /// <summary>What it is.</summary>
    public required NodeDescriptor Descriptor { get; init; }

    /// <summary>Runs one call.</summary>
    public required Func<NodeCall, ValueTask<NodeOutcome>> Invoke { get; init; }

    /// <summary>Names the lazy inputs that are wanted; null where the node has no ask method.</summary>
    public Func<NodeCall, IEnumerable<string>>? Ask { get; init; }

    /// <summary>What joins the key; null where the node has no fingerprint method.</summary>
    public Func<NodeCall, string?>? Fingerprint { get; init; }

    /// <summary>What is wrong with the constants; null where the node has no validate method.</summary>
    public Func<NodeCall, IEnumerable<InputFault>>? Validate { get; init; }

    /// <summary>What a call needs on a device; null where the node declares nothing.</summary>
    public Func<NodeCall, MemoryNeed>? Need { get; init; }

    /// <summary>Migrations by the version that they read.</summary>
    public IReadOnlyDictionary<int, Func<JsonObject, JsonObject>> Migrations { get; init; } = new Dictionary<int, Func<JsonObject, JsonObject>>();
}

/// <summary>A socket type of a plugin's own.</summary>
public sealed class SocketRegistration
{
    private SocketRegistration(string name, string? color, Type type, string? codecName, Action<object, Stream>? encode, Func<Stream, object>? decode)
        => (Name, Color, Type, CodecName, Encode, Decode) = (name, color, type, codecName, encode, decode);

    /// <summary>Name in documents.</summary>
    public string Name { get; }

    /// <summary>Colour of its wires, <c>#rrggbb</c>.</summary>
    public string? Color { get; }

    /// <summary>C# type of its values.</summary>
    public Type Type { get; }

    /// <summary>Name of the codec; null where values live in memory only.</summary>
    public string? CodecName { get; }

    /// <summary>Writes a value.</summary>
    public Action<object, Stream>? Encode { get; }

    /// <summary>Reads a value.</summary>
    public Func<Stream, object>? Decode { get; }

    /// <summary>A socket type whose values live in memory only.</summary>
    public static SocketRegistration Live<T>(string name, string? color) => new(name, color, typeof(T), null, null, null);

    /// <summary>A socket type whose values can be stored.</summary>
    public static SocketRegistration Stored<T>(string name, string? color, IValueCodec<T> codec)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(codec);
        return new SocketRegistration(name, color, typeof(T), codec.Name, (value, output) => codec.Encode((T)value, output), input => codec.Decode(input));
    }
}

/// <summary>A service or capability of a plugin.</summary>
/// <param name="Type">The class.</param>
/// <param name="CapabilityName">Its name as a capability; null for a plain service.</param>
/// <param name="Make">Makes the instance.</param>
public sealed record ServiceRegistration(Type Type, string? CapabilityName, Func<IPluginServices, object> Make);

/// <summary>Where constructors get their services from.</summary>
public interface IPluginServices
{
    /// <summary>The service of this type: the host's (<see cref="IModelShelf"/>, <see cref="PluginSettings"/>, <see cref="TimeProvider"/>,
    /// <see cref="INodeLog"/>) or the plugin's own (<see cref="PluginServiceAttribute"/>).</summary>
    /// <exception cref="InvalidOperationException">There is none; the sentence says which type asked for what.</exception>
    T Get<T>()
        where T : class;
}

/// <summary>The plugin's settings from <c>plugins.json</c>.</summary>
/// <param name="Values">A JSON object; empty where nothing is set.</param>
public sealed record PluginSettings(System.Text.Json.JsonElement Values);

/// <summary>Something wrong with an input, as a node's validate method found it.</summary>
/// <param name="Input">Name of the input; null where it is about several.</param>
/// <param name="Sentence">A whole sentence: what is wrong and what would be right.</param>
public sealed record InputFault(string? Input, string Sentence);
