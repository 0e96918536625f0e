using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Rest.Health;

/// <summary>How the worker fares, and what lies in whose memory.</summary>
internal static class WorkerJson
{
    public static void Write(Utf8JsonWriter writer, WorkerState state, bool isReady, ImmutableArray<DeviceLedger> ledger)
    {
        writer.WriteStartObject();
        writer.WriteString("phase"u8, state.Phase);
        writer.WriteBoolean("ready"u8, isReady);
        if (state.ProcessId is { } process)
        {
            writer.WriteNumber("process_id"u8, process);
        }

        writer.WriteString("since"u8, state.Since.UtcDateTime);
        writer.WriteNumber("losses"u8, state.Losses);
        if (state.LastLoss is { } loss)
        {
            writer.WriteString("last_loss"u8, loss);
        }

        writer.WriteStartArray("devices"u8);
        foreach (var device in ledger.IsDefault ? [] : ledger)
        {
            WriteDevice(writer, device);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteDevice(Utf8JsonWriter writer, DeviceLedger device)
    {
        writer.WriteStartObject();
        writer.WriteString("device"u8, device.Device);
        writer.WriteNumber("budget"u8, device.Budget);
        writer.WriteStartArray("held"u8);
        foreach (var line in device.Held)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, line.Name);
            writer.WriteNumber("bytes"u8, line.Bytes);
            writer.WriteNumber("leases"u8, line.Leases);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
