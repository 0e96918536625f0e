namespace MySpinBot.Sdk.Generators;

/// <summary>All that a node's method declares.</summary>
internal sealed record NodeDeclaration(string ClassType, MethodCall Call, ReturnDeclaration Return)
{
    /// <summary>Properties of the descriptor in order, each with its expression.</summary>
    public EquatableArray<Setting> Settings { get; init; }

    public EquatableArray<InputDeclaration> Inputs { get; init; }

    public MethodCall? Ask { get; init; }

    public MethodCall? Fingerprint { get; init; }

    public MethodCall? Validate { get; init; }

    public MethodCall? Need { get; init; }

    /// <summary>The class of an instance method.</summary>
    public ServiceDeclaration? Instance { get; init; }
}

/// <summary>A property and the C# expression it is set to.</summary>
internal sealed record Setting(string Property, string Expression);

/// <summary>What is called and with what.</summary>
/// <param name="Owner">Class of the method, fully qualified.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="IsStatic">Whether it needs no instance.</param>
/// <param name="Arguments">Its arguments in order.</param>
internal sealed record MethodCall(string Owner, string Method, bool IsStatic, EquatableArray<Argument> Arguments)
{
    /// <summary>Whether a method beside a node gives a task.</summary>
    public bool IsAwaited { get; init; }

    public bool Takes(ArgumentKind kind) => Arguments.Any(argument => argument.Kind == kind);
}

/// <summary>Where an argument comes from.</summary>
internal enum ArgumentKind
{
    Input,
    Context,
    Cancellation,
    Extra,
    Known,
    Linked,
    Graph,
}

/// <summary>An argument.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Input">Position of the input.</param>
/// <param name="Carried">Type of the parameter, for an input.</param>
/// <param name="Fallback">Expression for an input without a value; null for the type's own default.</param>
internal sealed record Argument(ArgumentKind Kind, int Input = -1, Carried? Carried = null, string? Fallback = null);

/// <summary>What is known of a node even if its declaration is wrong.</summary>
internal sealed record NodeHeader(string ClassType, int Version, Place? Place);
