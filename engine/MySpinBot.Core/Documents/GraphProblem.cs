namespace MySpinBot.Core.Documents;

/// <summary>Something wrong with a graph, found before anything ran. All of them are returned at once.</summary>
/// <param name="Code">What kind of fault: see <see cref="ProblemCodes"/>.</param>
/// <param name="NodeId">The node; null where it is about the whole document.</param>
/// <param name="Input">The input or output; null where it is about the node.</param>
/// <param name="Sentence">Whole sentences: what is wrong, where, and what would be right.</param>
public sealed record GraphProblem(string Code, string? NodeId, string? Input, string Sentence)
{
    /// <summary>What was wanted, where that can be said shortly.</summary>
    public string? Expected { get; init; }

    /// <summary>What was given instead.</summary>
    public string? Got { get; init; }

    /// <summary>The nodes of a cycle, in order.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];
}

/// <summary>The kinds of fault. Programs switch on these; they do not change.</summary>
public static class ProblemCodes
{
    /// <summary>The text is not JSON, or not of either document form.</summary>
    public const string MalformedDocument = "malformed_document";

    /// <summary>The document is larger or nested deeper than is taken.</summary>
    public const string DocumentTooLarge = "document_too_large";

    /// <summary>Written for a later version of the format.</summary>
    public const string NewerDocument = "newer_document";

    /// <summary>An id stands twice.</summary>
    public const string DuplicateId = "duplicate_id";

    /// <summary>No plugin offers this type.</summary>
    public const string UnknownNodeType = "unknown_node_type";

    /// <summary>The node is of a version that is newer than the plugin's, or that no migration reads.</summary>
    public const string UnknownNodeVersion = "unknown_node_version";

    /// <summary>An input that must be given is not.</summary>
    public const string MissingInput = "missing_input";

    /// <summary>A node that a target or an edit names does not exist, or does not run.</summary>
    public const string UnknownNode = "unknown_node";

    /// <summary>An input that an edit or a caller names does not exist.</summary>
    public const string UnknownInput = "unknown_input";

    /// <summary>A link leads to a node or output that does not exist.</summary>
    public const string BadLink = "bad_link";

    /// <summary>An output's type does not fit the input.</summary>
    public const string TypeMismatch = "type_mismatch";

    /// <summary>A constant is not of the input's type.</summary>
    public const string BadValue = "bad_value";

    /// <summary>A number is outside its limits.</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>A value is not among the choices.</summary>
    public const string NotAChoice = "not_a_choice";

    /// <summary>Links lead in a circle.</summary>
    public const string Cycle = "cycle";

    /// <summary>Nothing to do: no target.</summary>
    public const string NoTargets = "no_targets";

    /// <summary>A file that an input names cannot be read.</summary>
    public const string MissingFile = "missing_file";

    /// <summary>A path leads out of the folders that are allowed.</summary>
    public const string PathNotAllowed = "path_not_allowed";

    /// <summary>A secret that an input names is not known to the host.</summary>
    public const string UnknownSecret = "unknown_secret";

    /// <summary>A picture, film, sound or model in which a graph was looked for holds none.</summary>
    public const string NoEmbeddedGraph = "no_embedded_graph";

    /// <summary>The node's own code says no: its validation, fingerprint or migration.</summary>
    public const string Refused = "refused";

    /// <summary>A run that has to be the same as another would not be.</summary>
    public const string Differs = "differs";

    /// <summary>The text is no manifest of a run.</summary>
    public const string BadManifest = "bad_manifest";

    /// <summary>The bytes are no archive of a job, or one that is not taken.</summary>
    public const string BadArchive = "bad_archive";
}
