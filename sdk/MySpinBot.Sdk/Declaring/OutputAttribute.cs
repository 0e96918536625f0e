namespace MySpinBot.Sdk;

/// <summary>Says more about an output: on the return value, or on a property of the record that is returned.</summary>
[AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OutputAttribute : Attribute
{
    /// <summary>Name in documents; by default the tuple element's or property's, or the socket type for a single output.</summary>
    public string? Name { get; set; }

    /// <summary>Socket type, where the C# type does not say enough.</summary>
    public string? Type { get; set; }
}
