using System.Text.Json;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Jobs;
using MySpinBot.Server.Rest.Results;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Server.Webhooks;

/// <summary>What a call tells: <c>type</c>, <c>timestamp</c> and <c>data</c>, as Standard Webhooks has it. The job is told as it was; its files with it, where they are still what it made then.</summary>
internal static class WebhookBody
{
    // A job may have saved thousands; whoever is called fetches them all by the link to the results.
    private const int MostFiles = 50;
    private const int MostFailures = 20;

    /// <summary>The body of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="record">What became of the job's nodes; null where that is gone, or the job has not ended.</param>
    public static byte[] Of(Delivery call, JobRecord? record) => JsonAnswer.Bytes((call, record), static (writer, told) =>
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, told.call.Event);
        writer.WriteString("timestamp"u8, told.call.CreatedAt.UtcDateTime);
        writer.WriteStartObject("data"u8);
        if (told.call.Job is { } job)
        {
            writer.WritePropertyName("job"u8);
            JobJson.Write(writer, job);
        }

        if (told.record is { } record)
        {
            WriteSummary(writer, record);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void WriteSummary(Utf8JsonWriter writer, JobRecord record)
    {
        writer.WriteStartObject("results"u8);
        writer.WriteNumber("nodes"u8, record.Nodes.Length);
        writer.WriteNumber("file_count"u8, record.Nodes.Sum(node => node.Files.Length));
        writer.WriteStartArray("files"u8);
        foreach (var (node, file) in record.Nodes.SelectMany(node => node.Files.Select(file => (node, file))).Take(MostFiles))
        {
            ResultRoutes.WriteFile(writer, file, node.NodeId);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("failures"u8);
        foreach (var failure in record.Nodes.Select(node => node.Failure).OfType<Core.Messages.NodeFailed>().Take(MostFailures))
        {
            writer.WriteStartObject();
            writer.WriteString("node"u8, failure.NodeId);
            writer.WriteString("sentence"u8, failure.Sentence);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
