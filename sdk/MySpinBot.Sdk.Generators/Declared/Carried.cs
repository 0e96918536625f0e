namespace MySpinBot.Sdk.Generators;

/// <summary>What kind of value a C# type is to the host.</summary>
internal enum ValueKind
{
    Text,
    Integer,
    Number,
    Boolean,
    Choice,
    Json,
    File,
    Secret,
    RawLink,
    Any,
    Socket,
}

/// <summary>A C# type as the host carries its values.</summary>
/// <param name="Kind">What kind of value it is.</param>
/// <param name="SocketType">Name of the socket.</param>
/// <param name="Type">C# type of one value, fully qualified, without its question mark.</param>
internal sealed record Carried(ValueKind Kind, string SocketType, string Type)
{
    public bool IsValueType { get; init; }

    /// <summary>Whether one value may be null.</summary>
    public bool IsNullableValue { get; init; }

    /// <summary>Whether it is an <c>IReadOnlyList</c> of such values.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether the list itself may be null.</summary>
    public bool IsNullableList { get; init; }

    /// <summary>The socket that its class declares in an assembly that this one references; null for a type of the Sdk's or this assembly's own.</summary>
    public SocketDeclaration? Borrowed { get; init; }

    /// <summary>Members of an enum with their names in documents.</summary>
    public EquatableArray<Choice> Choices { get; init; }

    public bool IsNullable => IsList ? IsNullableList : IsNullableValue;

    public bool IsNumber => Kind is ValueKind.Integer or ValueKind.Number;

    /// <summary>The type of one value with its question mark.</summary>
    public string ValueType => IsNullableValue ? Type + "?" : Type;
}

/// <summary>One choice.</summary>
/// <param name="Name">Name in documents.</param>
/// <param name="Expression">The C# value.</param>
/// <param name="Constant">The enum member's number, as text.</param>
internal sealed record Choice(string Name, string Expression, string Constant);
