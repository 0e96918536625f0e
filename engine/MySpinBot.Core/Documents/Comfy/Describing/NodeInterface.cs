using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents.Comfy.Describing;

/// <summary>A node type as ComfyUI's front end sees it.</summary>
/// <param name="Descriptor">What it is, as far as it can be said of a node that may not be here.</param>
/// <param name="Inputs">Inputs in the order in which widgets are made of them: required ones, then optional ones. Hidden ones are no part of it.</param>
internal sealed record NodeInterface(NodeDescriptor Descriptor, ImmutableArray<InputInterface> Inputs)
{
    private readonly Lazy<Dictionary<string, InputInterface>> _byName = new(() =>
    {
        var byName = new Dictionary<string, InputInterface>(StringComparer.Ordinal);
        foreach (var input in Inputs)
        {
            byName.TryAdd(input.Name, input);
        }

        return byName;
    });

    /// <summary>The input of this name; null where there is none.</summary>
    public InputInterface? Input(string name) => _byName.Value.GetValueOrDefault(name);
}

/// <summary>What an input looks like on the canvas.</summary>
internal enum FieldKind
{
    /// <summary>It has no field: it takes links only.</summary>
    None,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Switch,

    /// <summary>One of a list.</summary>
    Choice,

    /// <summary>One of a list, each of which brings inputs of its own.</summary>
    Branching,

    /// <summary>Something with a field of its own kind: a curve, a colour.</summary>
    Other,
}

/// <summary>An input of a node type, as the front end sees it.</summary>
internal sealed record InputInterface
{
    public required string Name { get; init; }

    /// <summary>Socket type; <c>COMBO</c> for lists of choices.</summary>
    public required string Type { get; init; }

    public bool IsRequired { get; init; } = true;

    public FieldKind Field { get; init; }

    /// <summary>It would have a field, but its node wants a link. Old documents have a place among the values for it.</summary>
    public bool IsForced { get; init; }

    /// <summary>Whether a second, unnamed value follows: what becomes of the first after a run.</summary>
    public bool IsStepped { get; init; }

    /// <summary>Places without a name that follow its value: buttons.</summary>
    public int Buttons { get; init; }

    /// <summary>Whether a button for handing in a file stands somewhere behind it.</summary>
    public bool HasUpload { get; init; }

    /// <summary>Whether <c>{a|b}</c> and comments in its text mean something.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>What each choice of a branching input brings.</summary>
    public ImmutableArray<Branch> Branches { get; init; } = [];

    /// <summary>What can be chosen; empty where that is not known.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];
}

/// <summary>A choice and the inputs that it brings.</summary>
/// <param name="Key">The choice.</param>
/// <param name="Inputs">The inputs, with names that are not yet put behind the name of the branching one.</param>
internal sealed record Branch(string Key, ImmutableArray<InputInterface> Inputs);
