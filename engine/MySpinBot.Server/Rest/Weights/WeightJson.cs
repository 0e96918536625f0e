using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Server.Weights;
using MySpinBot.Server.Weights.Heads;
using MySpinBot.Server.Weights.Manifests;
using MySpinBot.Server.Weights.Records;
using MySpinBot.Server.Weights.Tasks;

namespace MySpinBot.Server.Rest.Weights;

/// <summary>Models, manifests and tasks as JSON. The command line says the same in the same words.</summary>
public static class WeightJson
{
    /// <summary>The fields of a file.</summary>
    public static void WriteFile(Utf8JsonWriter writer, WeightStore store, WeightFile file)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(file);
        writer.WriteString("kind"u8, file.Kind);
        writer.WriteString("name"u8, file.Name);
        writer.WriteNumber("bytes"u8, file.Bytes);
        writer.WriteString("changed_at"u8, file.ChangedAt.UtcDateTime);
        if (store.KnownDigest(file) is { } digest)
        {
            writer.WriteString("sha256"u8, digest);
        }

        if (store.Manifest.For(file.Kind, file.Name) is { } entry)
        {
            writer.WriteString("model"u8, entry.Name);
            WriteLicence(writer, entry.Licence);
        }
    }

    /// <summary>The fields of what a file says of itself, and of what it was when it was pulled.</summary>
    public static void WriteFacts(Utf8JsonWriter writer, WeightFacts facts, Pin? pin)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(facts);
        writer.WriteString("format"u8, facts.Format);
        Write(writer, "damage"u8, facts.Damage);
        Write(writer, "refusal"u8, facts.Refusal);
        if (facts.Identity is { } identity)
        {
            WriteIdentity(writer, identity);
        }

        Write(writer, "tensors"u8, facts.Tensors);
        Write(writer, "parameters"u8, facts.Parameters);
        if (facts.NumberTypes.Count > 0)
        {
            writer.WriteStartObject("number_types"u8);
            foreach (var (type, count) in facts.NumberTypes)
            {
                writer.WriteNumber(type, count);
            }

            writer.WriteEndObject();
        }

        if (facts.Metadata is { } metadata)
        {
            writer.WritePropertyName("metadata"u8);
            metadata.WriteTo(writer);
        }

        if (pin is not null)
        {
            writer.WriteStartObject("pulled"u8);
            writer.WriteString("url"u8, pin.Url);
            writer.WriteString("at"u8, pin.At.UtcDateTime);
            writer.WriteString("sha256"u8, pin.Sha256);
            writer.WriteNumber("bytes"u8, pin.Bytes);
            writer.WriteBoolean("is_published"u8, pin.IsPublished);
            writer.WriteEndObject();
        }
    }

    /// <summary>A model that can be had.</summary>
    public static void WriteEntry(Utf8JsonWriter writer, WeightStore store, ModelEntry entry)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(entry);
        writer.WriteStartObject();
        writer.WriteString("name"u8, entry.Name);
        writer.WriteString("kind"u8, entry.Kind);
        writer.WriteString("file"u8, entry.File);
        writer.WriteString("description"u8, entry.Description);
        Write(writer, "bytes"u8, entry.Bytes);
        Write(writer, "sha256"u8, entry.Sha256);
        WriteLicence(writer, entry.Licence);
        writer.WriteBoolean("is_accepted"u8, store.IsAccepted(entry));
        writer.WriteBoolean("is_gated"u8, entry.Token is not null);
        writer.WriteBoolean("is_there"u8, store.Find(entry.Kind, entry.File) is not null);
        writer.WriteStartArray("urls"u8);
        foreach (var url in entry.Urls)
        {
            writer.WriteStringValue(url.AbsoluteUri);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What checking a file has shown.</summary>
    public static void WriteVerdict(Utf8JsonWriter writer, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(verdict);
        writer.WriteStartObject();
        writer.WriteString("kind"u8, verdict.Kind);
        writer.WriteString("name"u8, verdict.Name);
        writer.WriteString("outcome"u8, verdict.Outcome);
        writer.WriteString("sentence"u8, verdict.Sentence);
        writer.WriteString("sha256"u8, verdict.Sha256);
        Write(writer, "expected"u8, verdict.Expected);
        writer.WriteEndObject();
    }

    internal static void WriteTask(Utf8JsonWriter writer, WeightTask task)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, task.Id);
        writer.WriteString("state"u8, task.State);
        Write(writer, "kind"u8, task.Kind);
        Write(writer, "name"u8, task.File);
        Write(writer, "model"u8, task.Model);
        writer.WriteString("created_at"u8, task.CreatedAt.UtcDateTime);
        if (task.EndedAt is { } ended)
        {
            writer.WriteString("ended_at"u8, ended.UtcDateTime);
        }

        writer.WriteString("phase"u8, task.Progress.Phase);
        writer.WriteNumber("done_bytes"u8, task.Progress.Done);
        Write(writer, "total_bytes"u8, task.Progress.Total);
        Write(writer, "bytes_per_second"u8, task.Rate);
        Write(writer, "note"u8, task.Progress.Note);
        Write(writer, "code"u8, task.Code);
        Write(writer, "reason"u8, task.Reason);
        if (task.Pulled is { } pulled)
        {
            writer.WriteString("sha256"u8, pulled.Sha256);
            writer.WriteBoolean("was_there"u8, pulled.WasThere);
            writer.WriteBoolean("is_published"u8, pulled.IsPublished);
        }

        if (task.Act == "verify")
        {
            writer.WriteStartArray("verdicts"u8);
            foreach (var verdict in task.Verdicts)
            {
                WriteVerdict(writer, verdict);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter writer, ModelIdentity identity)
    {
        writer.WriteStartObject("identity"u8);
        writer.WriteString("family"u8, identity.Family);
        writer.WriteString("name"u8, identity.Name);
        writer.WriteBoolean("is_supported"u8, identity.IsSupported);
        Write(writer, "number_type"u8, identity.NumberType);
        writer.WriteStartObject("facts"u8);
        foreach (var fact in identity.Facts)
        {
            writer.WriteString(fact.Name, fact.Value);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteLicence(Utf8JsonWriter writer, ModelLicence licence)
    {
        writer.WriteStartObject("licence"u8);
        writer.WriteString("name"u8, licence.Name);
        Write(writer, "url"u8, licence.Url?.AbsoluteUri);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } given)
        {
            writer.WriteNumber(name, given);
        }
    }
}
