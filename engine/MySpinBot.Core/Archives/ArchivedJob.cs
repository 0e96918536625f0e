using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Archives;

/// <summary>What stands beside the graph in an archive, <c>job.json</c>: how it is run, and which files it reads. What says how it is run has the names that a submission has.</summary>
public sealed record ArchivedJob
{
    /// <summary>The version of the form that is written, and the only one that is read.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Strict = new(MessageJson.Options) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, MaxDepth = ReadLimits.Default.MaxDepth };

    private static readonly JsonSerializerOptions Indented = new(MessageJson.Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>The version of this form.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What people call the job.</summary>
    public string? Name { get; init; }

    /// <summary>Values for the graph's named inputs.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }

    /// <summary>Ids of the nodes to make.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>How often and how long steps are tried.</summary>
    public IReadOnlyDictionary<string, StepPolicy>? Policies { get; init; }

    /// <summary>What is embedded in saved files.</summary>
    public JsonElement? ExtraPngInfo { get; init; }

    /// <summary>The files that the graph reads, and where they are in the archive.</summary>
    public IReadOnlyList<ArchivedFile> Files { get; init; } = [];

    /// <summary>The models that it uses; mostly they are not in the archive.</summary>
    public IReadOnlyList<ArchivedModel> Models { get; init; } = [];

    /// <summary>What it made, where that is in the archive.</summary>
    public IReadOnlyList<ArchivedFile> Results { get; init; } = [];

    /// <summary>A job as it was handed in.</summary>
    public static ArchivedJob Of(string? name, JobTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new ArchivedJob
        {
            Name = name,
            Inputs = terms.Inputs.Count > 0 ? terms.Inputs : null,
            Targets = terms.Targets,
            Policies = terms.Policies.Count > 0 ? terms.Policies : null,
            ExtraPngInfo = terms.ExtraPngInfo,
        };
    }

    /// <summary>It as JSON.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Indented);

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ArchivedJob Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var job = JsonSerializer.Deserialize<ArchivedJob>(utf8, Strict) ?? throw Bad("it is null.");
            return job.Version != CurrentVersion ? throw Bad($"it is of version {job.Version}; version {CurrentVersion} is read.")
                : job.Files.Contains(null!) || job.Models.Contains(null!) || job.Results.Contains(null!) || job.Targets?.Contains(null!) == true ? throw Bad("something in its lists is null.")
                : job;
        }
        catch (JsonException fault)
        {
            throw Bad($"at {fault.Path}: {Shown.Plain(fault.Message)}");
        }
        catch (InvalidOperationException)
        {
            throw Bad("a text in it has half a character.");
        }
    }

    private static InvalidDataException Bad(string why) => ZipDirectory.Bad($"its file '{JobArchive.JobName}' cannot be read: {why}");
}

/// <summary>A file in an archive.</summary>
/// <param name="Path">The path as the graph writes it; for a result, within the output folder.</param>
/// <param name="Id">Content id of its bytes.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Entry">Its name in the archive.</param>
public sealed record ArchivedFile(string Path, ContentId Id, long Bytes, string Entry);

/// <summary>A model that a job uses.</summary>
/// <param name="Kind">The kind of model: <c>checkpoints</c>.</param>
/// <param name="Name">Its name as the graph writes it.</param>
/// <param name="Id">Content id of its bytes.</param>
/// <param name="Bytes">How many.</param>
public sealed record ArchivedModel(string Kind, string Name, ContentId Id, long Bytes)
{
    /// <summary>SHA-256 of its bytes, as its publisher gives it; null where it is not known.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Its name in the archive; null where it is not in it.</summary>
    public string? Entry { get; init; }
}
