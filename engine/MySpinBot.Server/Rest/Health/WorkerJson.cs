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

    /// <summary>What lies in a device's memory.</summary>
    public static void WriteDevice(Utf8JsonWriter writer, DeviceLedger device)
    {
        writer.WriteStartObject();
        writer.WriteString("device"u8, device.Device);
        writer.WriteNumber("budget"u8, device.Budget);
        writer.WriteNumber("used"u8, device.Held.Sum(line => line.Bytes));
        writer.WriteStartArray("held"u8);
        foreach (var line in device.Held)
        {
            WriteLine(writer, line);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter writer, LedgerLine line)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, line.Name);
        writer.WriteString("kind"u8, line.Kind);
        writer.WriteNumber("bytes"u8, line.Bytes);
        writer.WriteNumber("leases"u8, line.Leases);
        WriteUsers(writer, line.UsedBy);
        if (line.Key is { } key)
        {
            writer.WriteString("key"u8, key);
            writer.WriteBoolean("pinned"u8, line.Pinned);
            writer.WriteBoolean("goes_when_free"u8, line.GoesWhenFree);
        }

        if (line.LastUsed is { } used)
        {
            writer.WriteString("last_used"u8, used.UtcDateTime);
        }

        writer.WriteEndObject();
    }

    /// <summary>The calls that use something.</summary>
    public static void WriteUsers(Utf8JsonWriter writer, IReadOnlyList<string> users)
    {
        writer.WriteStartArray("used_by"u8);
        foreach (var user in users)
        {
            writer.WriteStringValue(user);
        }

        writer.WriteEndArray();
    }
}
