using System.Text.Json;
using System.Text.Json.Serialization;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Manifests;

/// <summary>What a run rests on and what came of it: enough to do it again, and to say what is different where that cannot be. It names secrets and never holds one.
/// Its JSON is <see cref="MessageJson"/>'s, described by <c>docs/manifest.schema.json</c>.</summary>
public sealed record RunManifest
{
    /// <summary>The version of the form that is written, and the only one that is read.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The most nodes that are listed; a run may grow to more by expansion.</summary>
    public const int MostNodes = 100_000;

    /// <summary>The version of this form.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>When it was written: the end of the run.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How the run ended; null for what has not run.</summary>
    public RunOutcome? Outcome { get; init; }

    /// <summary>The engine.</summary>
    public required EngineIdentity Engine { get; init; }

    /// <summary>The machine, as far as results may rest on it.</summary>
    public required PlatformIdentity Platform { get; init; }

    /// <summary>Versions of programs and libraries that took part, by name; of several versions (results of earlier runs were reused) all. Null for none.</summary>
    public IReadOnlyDictionary<string, string>? Tools { get; init; }

    /// <summary>Content id of the document as it was handed in; null where there is none.</summary>
    public ContentId? Graph { get; init; }

    /// <summary>What the graph's named inputs were given; null for nothing.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }

    /// <summary>Ids of the nodes that were to be made.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The types of the nodes, by name.</summary>
    public required IReadOnlyDictionary<string, ManifestType> Types { get; init; }

    /// <summary>The nodes: each stands after those that it needs, and those that took a call's place after all of the graph.</summary>
    public required IReadOnlyList<ManifestNode> Nodes { get; init; }

    /// <summary>How many nodes are not listed; null for none.</summary>
    public int? LeftOut { get; init; }
}

/// <summary>An engine.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Build">What it was built from: the same sources have the same build.</param>
public sealed record EngineIdentity(string Version, string Build);

/// <summary>A machine, as far as results may rest on it.</summary>
/// <param name="Os">The operating system as it calls itself; its mathematical functions are its own.</param>
/// <param name="Arch">The processor's kind: <c>x64</c>, <c>arm64</c>.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="Vectors">The widest vector instructions that are used: <c>avx2</c>, <c>avx512</c>, <c>neon</c>, <c>none</c>.</param>
public sealed record PlatformIdentity(string Os, string Arch, string Runtime, string Vectors);

/// <summary>A node type, as it was.</summary>
/// <param name="Version">Version of its inputs and meaning.</param>
/// <param name="Implementation">Identity of its code.</param>
/// <param name="Plugin">Name of its plugin.</param>
/// <param name="PluginVersion">Version of the plugin's assembly; null where that is not known.</param>
/// <param name="Repeatability">How far the same inputs give the same outputs.</param>
public sealed record ManifestType(int Version, ContentId Implementation, string Plugin, string? PluginVersion, ManifestRepeatability Repeatability);

/// <summary>A node of a run.</summary>
public sealed record ManifestNode
{
    /// <summary>Its id; inside expansions <c>parent.call.id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its type.</summary>
    public required string ClassType { get; init; }

    /// <summary>The node whose call it took the place of; null for a node of the graph itself.</summary>
    public string? Within { get; init; }

    /// <summary>Identity of its code, where that is not its type's: a plugin was replaced while the run went on.</summary>
    public ContentId? Implementation { get; init; }

    /// <summary>What became of it.</summary>
    public ManifestState State { get; init; }

    /// <summary>Its recipe key; null where there was none before it ran.</summary>
    public ContentId? Recipe { get; init; }

    /// <summary>Digest of its settings and of where its links lead, seeds and files excepted.</summary>
    public ContentId Settings { get; init; }

    /// <summary>Its seeds by input; null for none.</summary>
    public IReadOnlyDictionary<string, long>? Seeds { get; init; }

    /// <summary>The files that it reads; null for none.</summary>
    public IReadOnlyList<ManifestFile>? Files { get; init; }

    /// <summary>What it said of how it works: provider, device, dtype. Null for nothing.</summary>
    public IReadOnlyDictionary<string, string>? Notes { get; init; }

    /// <summary>Content id of each output; null for one that has none (it was not made, or lives in memory only). Where an output is a list of other than one value: a hash of their ids.</summary>
    public IReadOnlyList<ContentId?>? Outputs { get; init; }

    /// <summary>The files that it saved; null for none.</summary>
    public IReadOnlyList<ManifestResult>? Saved { get; init; }
}

/// <summary>A file that a node reads.</summary>
/// <param name="Input">The input.</param>
/// <param name="Path">The path as it was written.</param>
/// <param name="Id">Content id of the bytes.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Kind">What it is: <c>input</c>, or the kind of model, <c>checkpoints</c>.</param>
public sealed record ManifestFile(string Input, string Path, ContentId Id, long Bytes, string Kind)
{
    /// <summary>SHA-256 of a model's bytes, as its publisher gives it: by this it is found elsewhere. Null for other files.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The kind of files that are no models.</summary>
    public const string InputKind = "input";

    /// <summary>Whether it is a model.</summary>
    [JsonIgnore]
    public bool IsModel => Kind != InputKind;
}

/// <summary>A file that a node saved.</summary>
/// <param name="Path">Where, within the output folder.</param>
/// <param name="Id">Content id of the bytes.</param>
/// <param name="Bytes">How many.</param>
/// <param name="MediaType">What they are.</param>
public sealed record ManifestResult(string Path, ContentId Id, long Bytes, string MediaType);

/// <summary>What became of a node.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ManifestState>))]
public enum ManifestState
{
    /// <summary>Nothing has run.</summary>
    [JsonStringEnumMemberName("planned")]
    Planned,

    /// <summary>It was not looked at, because what is below it was known.</summary>
    [JsonStringEnumMemberName("not_needed")]
    NotNeeded,

    /// <summary>It ran.</summary>
    [JsonStringEnumMemberName("ran")]
    Ran,

    /// <summary>Its result was known.</summary>
    [JsonStringEnumMemberName("reused")]
    Reused,

    /// <summary>Something that it needs gave no value on purpose.</summary>
    [JsonStringEnumMemberName("blocked")]
    Blocked,

    /// <summary>It failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It did not run, because another failed or the run was cancelled.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,
}

/// <summary>How far the same inputs give the same outputs: <see cref="Repeatability"/> as it is written.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ManifestRepeatability>))]
public enum ManifestRepeatability
{
    /// <summary>The same bytes everywhere.</summary>
    [JsonStringEnumMemberName("exact")]
    Exact,

    /// <summary>The same bytes on one machine.</summary>
    [JsonStringEnumMemberName("same_machine")]
    SameMachine,

    /// <summary>Something else each time.</summary>
    [JsonStringEnumMemberName("volatile")]
    Volatile,
}
