using System.Buffers;
using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Results;

/// <summary>The byte form of trace records: a version, a kind, then the fields, with variable-length counts. Reading never trusts a count that the bytes cannot hold.</summary>
public static class TraceRecordFormat
{
    /// <summary>The version that is written, and the only one that is read: a cache of another version starts empty.</summary>
    public const byte Version = 1;

    private enum Kind : byte
    {
        Outputs = 1,
        Wants = 2,
        Expansion = 3,

        /// <summary>Outputs, and behind them notes.</summary>
        NotedOutputs = 4,
    }

    /// <summary>Writes a record.</summary>
    public static void Write(TraceRecord record, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var writer = new RecordWriter(output);
        writer.Byte(Version);
        switch (record)
        {
            case OutputsRecord outputs:
                writer.Byte((byte)(outputs.Notes.IsEmpty ? Kind.Outputs : Kind.NotedOutputs));
                WriteOutputs(writer, outputs);
                break;
            case WantsRecord wants:
                writer.Byte((byte)Kind.Wants);
                writer.List(wants.Names, static (writer, name) => writer.Text(name));
                break;
            case ExpansionRecord expansion:
                writer.Byte((byte)Kind.Expansion);
                writer.List(expansion.Nodes, static (writer, node) => ExpansionFormat.Write(writer, node));
                writer.List(expansion.Outputs, static (writer, value) => ExpansionFormat.Write(writer, value));
                break;
            default:
                throw new ArgumentException($"There is no byte form for {record?.GetType().Name ?? "null"}.", nameof(record));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null where the bytes are not exactly one record of this version.</summary>
    public static TraceRecord? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader(bytes);
        TraceRecord? record = null;
        if (reader.Byte() == Version)
        {
            record = (Kind)reader.Byte() switch
            {
                Kind.Outputs => ReadOutputs(ref reader),
                Kind.NotedOutputs => ReadOutputs(ref reader) with { Notes = reader.List(2, static (ref RecordReader reader) => KeyValuePair.Create(reader.Text(), reader.Text())) },
                Kind.Wants => new WantsRecord(reader.List(1, static (ref RecordReader reader) => reader.Text())),
                Kind.Expansion => new ExpansionRecord(reader.List(3, ExpansionFormat.ReadNode), reader.List(2, ExpansionFormat.ReadValue)),
                _ => null,
            };
        }

        return reader.EndedWell ? record : null;
    }

    private static void WriteOutputs(RecordWriter writer, OutputsRecord record)
    {
        writer.List(record.Outputs, static (writer, elements) => writer.List(elements, static (writer, value) => writer.Value(value)));
        writer.Bytes(record.Shown.Span);
        writer.List(record.Files, static (writer, file) =>
        {
            writer.Text(file.Name);
            writer.Text(file.Subfolder);
            writer.Id(file.Artifact.Id);
            writer.Number(file.Artifact.Length);
            writer.Text(file.Artifact.MediaType);
        });
        if (!record.Notes.IsEmpty)
        {
            writer.List(record.Notes, static (writer, note) =>
            {
                writer.Text(note.Key);
                writer.Text(note.Value);
            });
        }
    }

    private static OutputsRecord ReadOutputs(ref RecordReader reader)
    {
        var outputs = reader.List(1, static (ref RecordReader reader) => reader.List(RecordReader.ValueSize, static (ref RecordReader reader) => reader.Value()));
        var shown = reader.Bytes();
        var files = reader.List(ContentId.Size, static (ref RecordReader reader) =>
        {
            var (name, subfolder) = (reader.Text(), reader.Text());
            return new SavedFile(name, subfolder, new ArtifactReference(reader.Id(), reader.Number(), reader.Text()));
        });
        return new OutputsRecord(outputs) { Shown = shown, Files = files };
    }
}
