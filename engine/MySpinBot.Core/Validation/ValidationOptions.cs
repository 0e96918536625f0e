using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Core.Catalogs;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation;

/// <summary>What validation needs to know beside document and catalog. Everything that touches plugins or the disk comes in as a function.</summary>
public sealed record ValidationOptions
{
    /// <summary>Nothing but the document and the catalog.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>Ids of the nodes to make, in place of the document's targets; null to take those.</summary>
    public ImmutableArray<string>? Targets { get; init; }

    /// <summary>Values for the graph's named inputs.</summary>
    public IReadOnlyDictionary<string, JsonElement> Inputs { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>Raises the stored inputs of a node by one version: type, the version they have, the inputs (in the document's form);
    /// null where no migration reads that version. One that cannot read these inputs throws <see cref="NodeFailure"/>.</summary>
    public Func<string, int, JsonObject, JsonObject?>? Migrate { get; init; }

    /// <summary>The node's own validation: given its constants by name (long, double, bool, string, <see cref="JsonElement"/>), and what comes over its links.</summary>
    public Func<CatalogEntry, IReadOnlyDictionary<string, object?>, LinkedTypes, IEnumerable<InputFault>>? CustomChecks { get; init; }

    /// <summary>Whether a whole number is taken where a float is wanted: over links, and as a constant of a union without INT. ComfyUI does not, and its clients count on that.</summary>
    public bool IntegersBecomeFloats { get; init; } = true;

    /// <summary>Whether the host knows a secret of this name; null where that is not asked.</summary>
    public Func<string, bool>? IsKnownSecret { get; init; }

    /// <summary>What is wrong with a file that an input names; null where that is not asked.</summary>
    public Func<InputDescriptor, string, FileFault?>? CheckFile { get; init; }

    /// <summary>The most nodes that a graph may have once its subgraphs are put in.</summary>
    public int MaxNodes { get; init; } = 1_000_000;
}

/// <summary>What is wrong with a file that an input names.</summary>
/// <param name="Code"><see cref="Documents.ProblemCodes.MissingFile"/> or <see cref="Documents.ProblemCodes.PathNotAllowed"/>.</param>
/// <param name="Sentence">A whole sentence: what is wrong and what would be right.</param>
public sealed record FileFault(string Code, string Sentence);
