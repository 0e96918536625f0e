using System.Buffers.Binary;
using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Results;

/// <summary>A key of a trace: a recipe key or a content key (DESIGN: recipe key = what was to be done; content key = with content ids in place of the inputs' keys).</summary>
/// <param name="Hash">The hash.</param>
public readonly record struct TraceKey(ContentId Hash)
{
    /// <summary>Where results are known by recipe only: the key of one call of the node that has this recipe key.</summary>
    /// <param name="call">Which call.</param>
    public TraceKey OfCall(int call)
    {
        Span<byte> bytes = stackalloc byte[1 + ContentId.Size + sizeof(int)];
        bytes[0] = (byte)'N';
        Hash.CopyTo(bytes[1..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[(1 + ContentId.Size)..], call);
        return new TraceKey(ContentId.Of(bytes));
    }
}

/// <summary>What is known of a call: which values it gave, which inputs it wanted, or what it expanded to. Some 200 bytes, kept apart from the values and outliving them.</summary>
public abstract record TraceRecord;

/// <summary>A call's or node's outputs.</summary>
/// <param name="Outputs">[output][element]: for a single call of a node without lists one element each.</param>
public sealed record OutputsRecord(ImmutableArray<ImmutableArray<ResultValue>> Outputs) : TraceRecord
{
    /// <summary>What the node shows, as UTF-8 JSON <c>{"images": […], …}</c>; empty for nothing.</summary>
    public ReadOnlyMemory<byte> Shown { get; init; }

    /// <summary>Files that it saved, to be put back where they are wanted.</summary>
    public ImmutableArray<SavedFile> Files { get; init; } = [];

    /// <summary>What was said of how it was made: provider, device, versions of tools.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Notes { get; init; } = [];
}

/// <summary>A lazy node, given what was known, wanted these inputs next.</summary>
/// <param name="Names">Their names, sorted.</param>
public sealed record WantsRecord(ImmutableArray<string> Names) : TraceRecord;

/// <summary>A call expanded to this.</summary>
/// <param name="Nodes">The nodes of the fragment.</param>
/// <param name="Outputs">What the expanding node's outputs are.</param>
public sealed record ExpansionRecord(ImmutableArray<ExpansionNode> Nodes, ImmutableArray<ExpansionValue> Outputs) : TraceRecord;

/// <summary>A node of an expansion.</summary>
/// <param name="Id">Id within it.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Inputs">Its inputs.</param>
public sealed record ExpansionNode(string Id, string ClassType, ImmutableArray<ExpansionInput> Inputs);

/// <summary>An input of a node of an expansion.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it is given.</param>
public sealed record ExpansionInput(string Name, ExpansionValue Value);

/// <summary>What an input or output of an expansion is given.</summary>
public abstract record ExpansionValue;

/// <summary>A plain constant as UTF-8 JSON.</summary>
/// <param name="Json">The JSON.</param>
public sealed record ExpansionConstant(string Json) : ExpansionValue;

/// <summary>A value that has been put into the store.</summary>
/// <param name="Value">The value.</param>
public sealed record ExpansionStored(ResultValue Value) : ExpansionValue;

/// <summary>A link within the expansion.</summary>
/// <param name="NodeId">Id within it.</param>
/// <param name="Output">Position of the output.</param>
public sealed record ExpansionLink(string NodeId, int Output) : ExpansionValue;

/// <summary>One of the raw links that the expanding call was given.</summary>
/// <param name="Index">Which of them: position among the call's raw-link inputs, in the order of declaration.</param>
public sealed record ExpansionOuterLink(int Index) : ExpansionValue;
