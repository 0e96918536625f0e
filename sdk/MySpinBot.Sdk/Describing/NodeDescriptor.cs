using System.Collections.Immutable;

namespace MySpinBot.Sdk;

/// <summary>Everything there is to know about a node type, as data.</summary>
public sealed record NodeDescriptor
{
    /// <summary>Type name in documents.</summary>
    public required string ClassType { get; init; }

    /// <summary>What people read.</summary>
    public required string Title { get; init; }

    /// <summary>Version of inputs and meaning.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Help text: the method's summary.</summary>
    public string Description { get; init; } = "";

    /// <summary>Longer help: the method's remarks.</summary>
    public string Remarks { get; init; } = "";

    /// <summary>Place in the palette.</summary>
    public string Category { get; init; } = "misc";

    /// <summary>Words people may search by.</summary>
    public ImmutableArray<string> Search { get; init; } = [];

    /// <summary>Inputs in the order of declaration, hidden ones included.</summary>
    public ImmutableArray<InputDescriptor> Inputs { get; init; } = [];

    /// <summary>Outputs in order.</summary>
    public ImmutableArray<OutputDescriptor> Outputs { get; init; } = [];

    /// <summary>How far the same inputs give the same outputs.</summary>
    public Repeatability Repeatability { get; init; }

    /// <summary>What a call occupies.</summary>
    public Lane Lane { get; init; }

    /// <summary>Slots of the cpu lane that a call occupies.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Whether the node is an end in itself.</summary>
    public bool IsOutput { get; init; }

    /// <summary>Whether it changes something outside the run.</summary>
    public bool HasEffects { get; init; }

    /// <summary>Whether linked inputs that it does not declare are followed and handed over (a parameter of type <see cref="ExtraInputs"/>).</summary>
    public bool TakesExtraInputs { get; init; }

    /// <summary>Whether a call sees the graph that it is in (a parameter of type <see cref="LiveGraph"/>); the whole graph above the node is then in its key.</summary>
    public bool SeesGraph { get; init; }

    /// <summary>Whether the node's validate method decides which types its links may have (a parameter of type <see cref="LinkedTypes"/>).</summary>
    public bool ChecksLinks { get; init; }

    /// <summary>Whether a call may answer with an expansion or a block (the return type is <see cref="Outcome{T}"/>).</summary>
    public bool MayExpand { get; init; }

    /// <summary>Why it should no longer be used; null where it may be.</summary>
    public string? Deprecated { get; init; }

    /// <summary>Whether it may still change without notice.</summary>
    public bool Experimental { get; init; }

    /// <summary>Whether any input is lazy.</summary>
    public bool HasLazyInputs => Inputs.Any(input => input.IsLazy);

    /// <summary>Whether any input takes the whole list at once.</summary>
    public bool TakesLists => Inputs.Any(input => input.IsList);
}

/// <summary>One input of a node type.</summary>
public sealed record InputDescriptor
{
    /// <summary>Name in documents: the parameter's name in snake_case, or what <see cref="InputAttribute.Name"/> says.</summary>
    public required string Name { get; init; }

    /// <summary>Socket type, a union of them separated by commas, or <c>*</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Help text.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether a graph must give it.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>Default as a long, double, bool, string, or JSON text for other types; null where there is none.</summary>
    public object? Default { get; init; }

    /// <summary>Least number allowed.</summary>
    public double? Min { get; init; }

    /// <summary>Greatest number allowed.</summary>
    public double? Max { get; init; }

    /// <summary>Step of the number field.</summary>
    public double? Step { get; init; }

    /// <summary>Values allowed; empty where any is.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>Whether a text field has several lines.</summary>
    public bool IsMultiline { get; init; }

    /// <summary>Whether it has no field.</summary>
    public bool IsSocketOnly { get; init; }

    /// <summary>Whether it is made only when asked for.</summary>
    public bool IsLazy { get; init; }

    /// <summary>Whether it takes the whole list at once (<c>IReadOnlyList&lt;T&gt;</c>).</summary>
    public bool IsList { get; init; }

    /// <summary>Whether it takes the link itself (<see cref="Sdk.RawLink"/>).</summary>
    public bool IsRawLink { get; init; }

    /// <summary>Whether it takes a <see cref="Secret"/>: documents name it, keys hold the name.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether the node's validate method alone decides about constants.</summary>
    public bool IsSelfChecked { get; init; }

    /// <summary>Whether it is a seed.</summary>
    public bool IsSeed { get; init; }

    /// <summary>Whether it is a colour.</summary>
    public bool IsColor { get; init; }

    /// <summary>Whether the field is hidden until asked for.</summary>
    public bool IsAdvanced { get; init; }

    /// <summary>What the host fills in; null for an ordinary input.</summary>
    public HiddenValue? Hidden { get; init; }

    /// <summary>For a file: the folder it is chosen from.</summary>
    public string? FileFolder { get; init; }

    /// <summary>For a file: extensions shown.</summary>
    public ImmutableArray<string> FileExtensions { get; init; } = [];
}

/// <summary>One output of a node type.</summary>
public sealed record OutputDescriptor
{
    /// <summary>Name in documents.</summary>
    public required string Name { get; init; }

    /// <summary>Socket type.</summary>
    public required string Type { get; init; }

    /// <summary>Help text.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether a call may give null for it (its C# type may be null).</summary>
    public bool MayBeNull { get; init; }

    /// <summary>Whether a call gives a list that downstream nodes iterate over (<c>IReadOnlyList&lt;T&gt;</c>).</summary>
    public bool IsList { get; init; }
}
