namespace MySpinBot.Sdk;

/// <summary>Says more about an output: on the return value, or on a property of the record that is returned.</summary>
/// <remarks>Names of outputs: a single output has the name of its socket type (<c>IMAGE</c>); each of several has the name of its tuple element or
/// record property in snake_case (<c>FrameCount</c> becomes <c>frame_count</c>). A tuple's elements cannot carry this attribute; where another name
/// is wanted, return a record. Help texts: of a single output what stands in <c>returns</c>; of a tuple's elements the same, each after its name
/// (<c>image: The picture; mask: Its transparency.</c>); of a record's the docs of its properties. A record of the plugin's own is several outputs, one a public property, unless it is a socket type
/// (<see cref="SocketAttribute"/>) or the return value has a <see cref="Type"/>.</remarks>
[AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OutputAttribute : Attribute
{
    /// <summary>Name in documents; by default the tuple element's or property's, or the socket type for a single output.</summary>
    public string? Name { get; set; }

    /// <summary>Socket type, where the C# type does not say enough.</summary>
    public string? Type { get; set; }
}
