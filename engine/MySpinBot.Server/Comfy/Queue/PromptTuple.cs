using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Validation;
using MySpinBot.Server.Comfy.Prompts;
using MySpinBot.Server.Jobs;
using NodeTypes = MySpinBot.Core.Catalogs.Catalog;

namespace MySpinBot.Server.Comfy.Queue;

/// <summary>A job as ComfyUI's queue and history show it: <c>[number, id, prompt, extra data, output nodes]</c>.</summary>
internal static class PromptTuple
{
    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter writer, Job job, JobContent content, NodeTypes? catalog)
    {
        writer.WriteStartArray();
        writer.WriteNumberPlainly(job.Number);
        writer.WriteStringValue(PromptIds.Of(job.Id));
        WritePrompt(writer, content, catalog);
        ExtraData.Write(writer, content.Terms, CreatedAt(job));
        writer.WriteStartArray();
        foreach (var id in Outputs(content, catalog))
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    /// <summary>Writes the prompt as it came. What came in by another door is told in ComfyUI's form.</summary>
    public static void WritePrompt(Utf8JsonWriter writer, JobContent content, NodeTypes? catalog)
    {
        if (content.Terms.Comfy is { Prompt: { } original })
        {
            original.WriteTo(writer);
        }
        else if (content.Terms.Comfy is not null)
        {
            writer.WriteRawValue(content.Document.Span, skipInputValidation: true); // was read when it came
        }
        else if (catalog is not null && GraphReader.Read(content.Document, ReadLimits.Default).Document is { } document)
        {
            writer.WriteRawValue(ComfyApiFormat.Write(document, catalog, new ValidationOptions { Inputs = content.Terms.Inputs }), skipInputValidation: true);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
    }

    /// <summary>When it was handed in: milliseconds since 1970 (UTC).</summary>
    public static long CreatedAt(Job job) => job.AcceptedAt.ToUnixTimeMilliseconds();

    private static IReadOnlyList<string> Outputs(JobContent content, NodeTypes? catalog)
    {
        if (content.Terms.Targets is { } targets)
        {
            return targets;
        }

        return catalog is not null && GraphReader.Read(content.Document, ReadLimits.Default).Document is { } document
            ? document.Targets.IsEmpty ? new PromptGraph(document, catalog).Outputs(null) : document.Targets
            : [];
    }
}
