using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation.Inputs;

namespace MySpinBot.Core.Calling;

/// <summary>A named input of a graph, as whoever calls the graph sees it: what the document says of it, narrowed by what the inputs want that it goes to.</summary>
public sealed record GraphParameter
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What people read: the document's <c>title</c>; else its name.</summary>
    public required string Label { get; init; }

    /// <summary>Help text.</summary>
    public string Description { get; init; } = "";

    /// <summary>Socket type, a union of them separated by commas, or <c>*</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The value where none is given; null where there is none.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>Whether the graph cannot run without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Least number allowed.</summary>
    public double? Min { get; init; }

    /// <summary>Greatest number allowed.</summary>
    public double? Max { get; init; }

    /// <summary>Step of the number field.</summary>
    public double? Step { get; init; }

    /// <summary>Texts allowed; empty where any is.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>Whether a text field has several lines.</summary>
    public bool IsMultiline { get; init; }

    /// <summary>Whether it is a seed.</summary>
    public bool IsSeed { get; init; }

    /// <summary>Whether it is a colour.</summary>
    public bool IsColor { get; init; }

    /// <summary>Whether its field is hidden until asked for.</summary>
    public bool IsAdvanced { get; init; }

    /// <summary>For a file: the folder it is chosen from.</summary>
    public string? FileFolder { get; init; }

    /// <summary>For a file: extensions shown.</summary>
    public ImmutableArray<string> FileExtensions { get; init; } = [];

    /// <summary>Whether a caller can give it at all: values of other types come over links only, and secrets never stand in a request.</summary>
    public bool CanBeGiven { get; init; } = true;

    /// <summary>The inputs of nodes that it goes to.</summary>
    public ImmutableArray<ParameterUse> Uses { get; init; } = [];

    /// <summary>The types that it may have.</summary>
    public IEnumerable<string> Types => Type.Split(',', StringSplitOptions.TrimEntries);

    internal static bool HasConstants(string type) => ConstantReading.HasConstants(type);
}

/// <summary>An input of a node that a named input of the graph goes to.</summary>
/// <param name="NodeId">The node; inside subgraphs a path.</param>
/// <param name="Input">Its input.</param>
public readonly record struct ParameterUse(string NodeId, string Input);

/// <summary>A node that a graph makes.</summary>
/// <param name="NodeId">Its id.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Description">What its type does.</param>
/// <param name="Type">Socket type of what it saves or shows: of the first of its inputs that is linked; null where none is.</param>
public sealed record GraphResult(string NodeId, string ClassType, string Title, string Description, string? Type);

/// <summary>Something wrong with what a graph was called with.</summary>
/// <param name="Code">As <see cref="ProblemCodes"/> has it.</param>
/// <param name="Input">The named input.</param>
/// <param name="Sentence">What is wrong and what would be right.</param>
public sealed record CallFault(string Code, string Input, string Sentence)
{
    /// <summary>What was wanted.</summary>
    public string? Expected { get; init; }

    /// <summary>What was given.</summary>
    public string? Got { get; init; }
}
