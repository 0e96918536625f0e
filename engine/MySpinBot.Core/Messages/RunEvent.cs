using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using MySpinBot.Core.Manifests;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Messages;

/// <summary>Something that happened in a run. Events are published after the fact that they tell, and have one JSON form: <see cref="MessageJson"/>.
/// <see cref="ProgressReported"/>, <see cref="PreviewShown"/> and <see cref="NodeLogged"/> are transient (the latest wins), and so is <see cref="TextStreamed"/> (its pieces are joined); all others are kept.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "run_started")]
[JsonDerivedType(typeof(NodeStarted), "node_started")]
[JsonDerivedType(typeof(NodeReused), "node_reused")]
[JsonDerivedType(typeof(NodeFinished), "node_finished")]
[JsonDerivedType(typeof(NodeExpanded), "node_expanded")]
[JsonDerivedType(typeof(NodeBlocked), "node_blocked")]
[JsonDerivedType(typeof(NodeFailed), "node_failed")]
[JsonDerivedType(typeof(NodeSkipped), "node_skipped")]
[JsonDerivedType(typeof(ResultDiffered), "result_differed")]
[JsonDerivedType(typeof(FileSaved), "file_saved")]
[JsonDerivedType(typeof(ProgressReported), "progress")]
[JsonDerivedType(typeof(PreviewShown), "preview")]
[JsonDerivedType(typeof(TextStreamed), "text")]
[JsonDerivedType(typeof(NodeLogged), "log")]
[JsonDerivedType(typeof(RunFinished), "run_finished")]
[JsonDerivedType(typeof(RunRecorded), "run_recorded")]
public abstract record RunEvent;

/// <summary>An event of one node.</summary>
/// <param name="NodeId">Its id; for a node inside an expansion <c>parent.call.id</c>.</param>
public abstract record NodeEvent(string NodeId) : RunEvent;

/// <summary>The run began.</summary>
/// <param name="Nodes">How many nodes the targets may need at most.</param>
/// <param name="At">When.</param>
public sealed record RunStarted(int Nodes, DateTimeOffset At) : RunEvent;

/// <summary>A node's first call began.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Calls">How many calls it has.</param>
/// <param name="Because">Why it runs.</param>
public sealed record NodeStarted(string NodeId, string ClassType, string Title, int Calls, RunReason Because) : NodeEvent(NodeId);

/// <summary>A node's outputs were known already.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Because">How they were found.</param>
/// <param name="Shown">What it shows; null for nothing.</param>
public sealed record NodeReused(string NodeId, string ClassType, ReuseReason Because, JsonElement? Shown) : NodeEvent(NodeId);

/// <summary>A node's calls all ended well.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Seconds">Time in its calls, added up.</param>
/// <param name="Shown">What it shows; null for nothing.</param>
public sealed record NodeFinished(string NodeId, string ClassType, double Seconds, JsonElement? Shown) : NodeEvent(NodeId);

/// <summary>Nodes took a call's place.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Call">Which call.</param>
/// <param name="Nodes">How many nodes.</param>
public sealed record NodeExpanded(string NodeId, int Call, int Nodes) : NodeEvent(NodeId);

/// <summary>A call gave no value on purpose, or a node did not run because something it needs gave none.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Message">Why, in the words of the node that said it; null further down.</param>
public sealed record NodeBlocked(string NodeId, string? Message) : NodeEvent(NodeId);

/// <summary>A node failed.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Call">Which call.</param>
/// <param name="Sentence">What was wrong and what would be right.</param>
/// <param name="Input">The input at fault, where one is.</param>
/// <param name="Details">For developers: exception type and stack; null for a failure that the node explained.</param>
public sealed record NodeFailed(string NodeId, string ClassType, int Call, string Sentence, string? Input = null, string? Details = null) : NodeEvent(NodeId);

/// <summary>A node did not run because another failed, or the run was cancelled.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="BecauseOf">The node that failed; null for a cancelled run.</param>
public sealed record NodeSkipped(string NodeId, string? BecauseOf) : NodeEvent(NodeId);

/// <summary>A call that ran again gave something else than is on record.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Call">Which call.</param>
/// <param name="Output">Name of the output.</param>
/// <param name="IsFault">Whether the node promises not to do that.</param>
public sealed record ResultDiffered(string NodeId, int Call, string Output, bool IsFault) : NodeEvent(NodeId);

/// <summary>A file stands in the output folder: new, put back, or there all the time.</summary>
/// <param name="NodeId">The node that made it.</param>
/// <param name="File">The file.</param>
/// <param name="PutBack">Whether it was missing and was put back from an earlier run's result.</param>
/// <param name="WasThere">Whether it stood there already, from an earlier run, and was left as it is.</param>
public sealed record FileSaved(string NodeId, SavedFile File, bool PutBack, bool WasThere = false) : NodeEvent(NodeId);

/// <summary>How far a call has come.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Call">Which call.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all.</param>
/// <param name="What">What is being done.</param>
public sealed record ProgressReported(string NodeId, int Call, double Done, double Total, string? What) : NodeEvent(NodeId);

/// <summary>A picture of work under way.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Jpeg">The picture.</param>
public sealed record PreviewShown(string NodeId, ReadOnlyMemory<byte> Jpeg) : NodeEvent(NodeId);

/// <summary>Text that a call writes while it works. What stands before the offset stays; what was told from there on before is replaced, as when a call begins again.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Call">Which call.</param>
/// <param name="Offset">Where it goes: how many UTF-16 code units of the call's text come before it. Beyond what was told so far where the beginning of a long text is not kept.</param>
/// <param name="Text">The text: whole characters.</param>
public sealed record TextStreamed(string NodeId, int Call, long Offset, string Text) : NodeEvent(NodeId);

/// <summary>A message for people.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Level"><c>info</c> or <c>warning</c>.</param>
/// <param name="Message">The message.</param>
public sealed record NodeLogged(string NodeId, string Level, string Message) : NodeEvent(NodeId);

/// <summary>The run ended.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Ran">Nodes that ran.</param>
/// <param name="Reused">Nodes whose results were reused.</param>
/// <param name="Failed">Nodes that failed.</param>
/// <param name="Skipped">Nodes that were skipped.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record RunFinished(RunOutcome Outcome, int Ran, int Reused, int Failed, int Skipped, double Seconds) : RunEvent;

/// <summary>What a run rested on and what came of it: told by workers, behind the run's end.</summary>
/// <param name="Manifest">The manifest; null where it is large and was kept as an artifact.</param>
/// <param name="Kept">The artifact, where it was.</param>
public sealed record RunRecorded(RunManifest? Manifest, ArtifactReference? Kept) : RunEvent;

/// <summary>How a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunOutcome>))]
public enum RunOutcome
{
    /// <summary>Every target was made.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>At least one node failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}

/// <summary>Why a node ran.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunReason>))]
public enum RunReason
{
    /// <summary>No result is on record for these inputs.</summary>
    [JsonStringEnumMemberName("not_known")]
    NotKnown,

    /// <summary>It gives something else each time.</summary>
    [JsonStringEnumMemberName("volatile")]
    Volatile,

    /// <summary>Its result is on record, but the bytes are gone and wanted.</summary>
    [JsonStringEnumMemberName("bytes_gone")]
    BytesGone,

    /// <summary>Its files could not be put back.</summary>
    [JsonStringEnumMemberName("files_gone")]
    FilesGone,

    /// <summary>Check mode runs everything again.</summary>
    [JsonStringEnumMemberName("checked")]
    Checked,
}

/// <summary>How a result was found.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReuseReason>))]
public enum ReuseReason
{
    /// <summary>The whole recipe was done before; nothing above it was looked at.</summary>
    [JsonStringEnumMemberName("same_recipe")]
    SameRecipe,

    /// <summary>Its inputs turned out to be what they were.</summary>
    [JsonStringEnumMemberName("same_inputs")]
    SameInputs,
}
