using MySpinBot.Core.Catalogs;

namespace MySpinBot.Core.Documents.Comfy;

/// <summary>What a reader of ComfyUI's workflows has to know of node types: their inputs in the order in which its front end makes widgets of them, and the types of their outputs. Immutable.</summary>
public sealed class NodeInterfaces
{
    /// <summary>Of the nodes that there are.</summary>
    public static NodeInterfaces Of(Catalog catalog) => throw new NotSupportedException();

    /// <summary>Of the nodes that a ComfyUI has: the answer of its route <c>/object_info</c>, UTF-8 JSON.</summary>
    /// <exception cref="FormatException">It is not one; the message says what is wrong.</exception>
    public static NodeInterfaces OfObjectInfo(ReadOnlyMemory<byte> utf8) => throw new NotSupportedException();

    /// <summary>These, and for types that are not among them those of another.</summary>
    public NodeInterfaces Or(NodeInterfaces other) => throw new NotSupportedException();

    /// <summary>The types as a catalog that can be validated and exported with, though nothing of them can be run.</summary>
    public Catalog Catalog => throw new NotSupportedException();
}
