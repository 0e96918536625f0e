namespace MySpinBot.Sdk;

/// <summary>What a call came to: outputs, an expansion, or a block. Made by generated code from what the method returned.</summary>
public sealed class NodeOutcome
{
    private NodeOutcome(object?[]? outputs, Expansion? expansion, Blocked? blocked) => (Outputs, Expansion, Blocked) = (outputs, expansion, blocked);

    /// <summary>One value an output; for a list output an <c>object?[]</c>. An entry may be a <see cref="Sdk.Blocked"/>. Null for the other outcomes.</summary>
    public object?[]? Outputs { get; }

    /// <summary>The fragment that takes the node's place.</summary>
    public Expansion? Expansion { get; }

    /// <summary>Set when every output is blocked.</summary>
    public Blocked? Blocked { get; }

    /// <summary>Ordinary outputs.</summary>
    public static NodeOutcome Of(params object?[] outputs) => new(outputs, null, null);

    /// <summary>A fragment in place of the node.</summary>
    public static NodeOutcome Of(Expansion expansion) => new(null, expansion, null);

    /// <summary>No outputs: what hangs on them does not run.</summary>
    public static NodeOutcome Of(Blocked blocked) => new(null, null, blocked);

    /// <summary>Puts list elements into the form that the host carries.</summary>
    public static object?[] Elements<T>(IReadOnlyList<T>? list) => Elements(list, element => element);

    /// <summary>Puts list elements into the form that the host carries.</summary>
    /// <param name="list">The list; null is an empty one.</param>
    /// <param name="carry">Turns an element into that form: an int into a long, an enum's member into its name.</param>
    public static object?[] Elements<T>(IReadOnlyList<T>? list, Func<T, object?> carry)
    {
        ArgumentNullException.ThrowIfNull(carry);
        if (list is null)
        {
            return [];
        }

        var elements = new object?[list.Count];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = carry(list[i]);
        }

        return elements;
    }
}

/// <summary>What a node returns when it may expand into other nodes or block its outputs instead of giving a <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The ordinary outputs: a value, a tuple, a record.</typeparam>
public readonly struct Outcome<T>
{
    internal Outcome(T? value, Expansion? expansion, Blocked? blocked) => (Value, Expansion, Blocked) = (value, expansion, blocked);

    /// <summary>The ordinary outputs, where it is neither of the others.</summary>
    public T? Value { get; }

    /// <summary>The fragment that takes the node's place.</summary>
    public Expansion? Expansion { get; }

    /// <summary>Set when every output is blocked.</summary>
    public Blocked? Blocked { get; }

    /// <summary>Ordinary outputs.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null, null);

    /// <summary>A fragment in place of the node.</summary>
    public static implicit operator Outcome<T>(Expansion expansion) => new(default, expansion, null);

    /// <summary>No outputs.</summary>
    public static implicit operator Outcome<T>(Blocked blocked) => new(default, null, blocked);
}

/// <summary>Makes outcomes of types that C# does not convert by itself: interfaces such as <c>IReadOnlyList&lt;T&gt;</c>, and <c>object</c>.</summary>
public static class Outcome
{
    /// <summary>Ordinary outputs.</summary>
    public static Outcome<T> Of<T>(T value) => new(value, null, null);

    /// <summary>A fragment in place of the node.</summary>
    public static Outcome<T> Expand<T>(Expansion expansion) => new(default, expansion, null);

    /// <summary>No outputs: what hangs on them does not run.</summary>
    public static Outcome<T> Block<T>(Blocked blocked) => new(default, null, blocked);
}

/// <summary>In place of a value: what hangs on it does not run. That is not a failure.</summary>
/// <param name="Message">Shown once at the node that says it; null to be silent.</param>
public sealed record Blocked(string? Message = null);
