namespace MySpinBot.Sdk.Generators;

/// <summary>Full names of what the Sdk declares.</summary>
internal static class SdkNames
{
    public const string Namespace = "MySpinBot.Sdk.";
    public const string Node = Namespace + "NodeAttribute";
    public const string Input = Namespace + "InputAttribute";
    public const string Output = Namespace + "OutputAttribute";
    public const string Choices = Namespace + "ChoicesAttribute";
    public const string Choice = Namespace + "ChoiceAttribute";
    public const string Lazy = Namespace + "LazyAttribute";
    public const string FileFrom = Namespace + "FileFromAttribute";
    public const string Hidden = Namespace + "HiddenAttribute";
    public const string Migration = Namespace + "MigrationAttribute";
    public const string Socket = Namespace + "SocketAttribute";
    public const string PluginService = Namespace + "PluginServiceAttribute";
    public const string Capability = Namespace + "CapabilityAttribute";
    public const string Codec = Namespace + "IValueCodec`1";
    public const string Range = "System.ComponentModel.DataAnnotations.RangeAttribute";
}
