namespace MySpinBot.Sdk.Generators;

/// <summary>The assembly that is compiled.</summary>
/// <param name="Namespace">Where generated code goes.</param>
/// <param name="SdkVersion">Version of the Sdk that it references.</param>
internal sealed record PackIdentity(string Namespace, string SdkVersion);

/// <summary>All that the pack class lists.</summary>
internal sealed record PackDeclaration(
    PackIdentity Identity,
    EquatableArray<string> ClassTypes,
    EquatableArray<SocketDeclaration> Sockets,
    EquatableArray<ServiceDeclaration> Services);

/// <summary>A socket type of the assembly's own.</summary>
/// <param name="Name">Name in documents.</param>
/// <param name="Color">Colour, or null.</param>
/// <param name="Type">Its class, fully qualified.</param>
/// <param name="Codec">Class of its codec, fully qualified; null for none.</param>
internal sealed record SocketDeclaration(string Name, string? Color, string Type, string? Codec = null);

/// <summary>A class that turns values of a type into bytes.</summary>
internal sealed record CodecDeclaration(string Type, string ValueType);

/// <summary>A class that is made once for the plugin.</summary>
/// <param name="Type">The class, fully qualified.</param>
/// <param name="CapabilityName">Its name as a capability, or null.</param>
/// <param name="Arguments">Types of its constructor's parameters.</param>
internal sealed record ServiceDeclaration(string Type, string? CapabilityName, EquatableArray<string> Arguments);

/// <summary>A migration.</summary>
internal sealed record MigrationDeclaration(string ClassType, int From, string Method, Place? Place, bool IsWellTyped);

/// <summary>A node with its migrations: all that its file is written from.</summary>
internal sealed record NodeFile(NodeDeclaration Node, EquatableArray<Setting> Migrations);

/// <summary>What came of reading one declaration.</summary>
internal sealed record Read<T>(T? Declared, Place? Place, EquatableArray<Problem> Problems)
    where T : class, IEquatable<T>;

/// <summary>What came of reading a node.</summary>
internal sealed record NodeRead(NodeHeader Header, NodeDeclaration? Declared, EquatableArray<Problem> Problems);
