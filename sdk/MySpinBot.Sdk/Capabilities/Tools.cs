using System.Text.Json;

namespace MySpinBot.Sdk;

/// <summary>Something that a model may call.</summary>
/// <param name="Name">Its name: letters, digits, <c>_</c> and <c>-</c>, 64 at most.</param>
/// <param name="Description">What it does and when to use it.</param>
/// <param name="Parameters">JSON Schema of its arguments; null for none.</param>
public sealed record ToolDeclaration(string Name, string? Description, JsonElement? Parameters);

/// <summary>Whether a model may, must not or must call.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Name">The tool that it must call, for <see cref="ToolChoiceKind.Named"/>.</param>
public sealed record ToolChoice(ToolChoiceKind Kind, string? Name = null)
{
    /// <summary>It may.</summary>
    public static ToolChoice Auto { get; } = new(ToolChoiceKind.Auto);

    /// <summary>It must not.</summary>
    public static ToolChoice None { get; } = new(ToolChoiceKind.None);

    /// <summary>It must call one or more.</summary>
    public static ToolChoice Required { get; } = new(ToolChoiceKind.Required);
}

/// <summary>Whether a model may, must not or must call.</summary>
public enum ToolChoiceKind
{
    /// <summary>It may.</summary>
    Auto,

    /// <summary>It must not.</summary>
    None,

    /// <summary>It must call one or more.</summary>
    Required,

    /// <summary>It must call this one.</summary>
    Named,
}

/// <summary>A call that a model made.</summary>
/// <param name="Id">Its id, by which the answer refers to it.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">Its arguments: a JSON object as text.</param>
public sealed record ToolCall(string Id, string Name, string Arguments);

/// <summary>A piece of a call: the first piece of an index has its id and name, the arguments of all pieces together are JSON.</summary>
/// <param name="Index">Which call of the answer.</param>
/// <param name="Arguments">Text that is added to the arguments.</param>
public sealed record ToolCallPiece(int Index, string Arguments)
{
    /// <summary>The call's id; with its first piece.</summary>
    public string? Id { get; init; }

    /// <summary>The tool; with its first piece.</summary>
    public string? Name { get; init; }
}
