using System.Text.Json;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;

namespace MySpinBot.Server.Rest.Submitting;

/// <summary>Reads which recorded run a job has to be the same as: a manifest, or the id of a job that has one.</summary>
internal static class StrictForm
{
    private const string Field = "strict";

    public static (RunManifest? Manifest, Guid? Job) Read(BodyFields fields)
    {
        if (fields.Raw(Field) is not { } raw || fields.Value(Field) is not { } given)
        {
            return (null, null);
        }

        if (given.ValueKind == JsonValueKind.String && Shown.Text(given) is { } text && Guid.TryParse(text, out var id))
        {
            return (null, id);
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            return fields.Wrong<(RunManifest?, Guid?)>($"/{Field}", given, "the manifest of a run, or the id of a job", default);
        }

        var (manifest, problem) = ManifestForm.Read(raw.Span);
        if (problem is not null)
        {
            fields.Faults.Add(new Fault(problem.Code, problem.Sentence) { Field = $"/{Field}" });
        }

        return (manifest, null);
    }
}
