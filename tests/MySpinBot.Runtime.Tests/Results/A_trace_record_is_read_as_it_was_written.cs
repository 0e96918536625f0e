using System.Buffers;
using System.Collections.Immutable;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Results;

public class A_trace_record_is_read_as_it_was_written
{
    private static readonly ResultValue Value = new(ContentId.Of([1, 2, 3]), ResultKind.Stored);

    public static TheoryData<TraceRecord> Records() =>
    [
        new OutputsRecord([]),
        new OutputsRecord([[Value], [], [Value, new ResultValue(ContentId.Of([4]), ResultKind.Blocked)]])
        {
            Shown = "{\"images\":[]}"u8.ToArray(),
            Files = [new SavedFile("a_00001_.png", "", new ArtifactReference(ContentId.Of([5]), 1L << 40, "image/png")), new SavedFile("b", "c/d", new ArtifactReference(default, 0, ""))],
        },
        new OutputsRecord([[Value]]) { Notes = [KeyValuePair.Create("provider", "cpu"), KeyValuePair.Create("tool.ffmpeg", "7.1")] },
        new WantsRecord(["a", "日本", "lone \ud800 surrogate"]),
        new ExpansionRecord(
            [new ExpansionNode("n", "Type", [new ExpansionInput("x", new ExpansionConstant("{\"a\":[1]}")), new ExpansionInput("y", new ExpansionStored(Value))]), new ExpansionNode("", "", [])],
            [new ExpansionLink("n", 3), new ExpansionOuterLink(int.MaxValue)]),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void Whole(TraceRecord record) => Text(TraceRecordFormat.Read(Bytes(record)).ShouldNotBeNull()).ShouldBe(Text(record));

    [Theory]
    [MemberData(nameof(Records))]
    public void And_a_part_of_it_or_more_than_it_is_no_record(TraceRecord record)
    {
        var bytes = Bytes(record);
        for (var length = 0; length < bytes.Length; length++)
        {
            TraceRecordFormat.Read(bytes.AsSpan(0, length)).ShouldBeNull();
        }

        TraceRecordFormat.Read([.. bytes, 0]).ShouldBeNull();
    }

    [Fact]
    public void And_no_bytes_at_all_make_it_throw_or_take_much_memory()
    {
        var random = new Random(7);
        foreach (var record in Records().Select(row => row.Data))
        {
            var bytes = Bytes(record);
            for (var i = 0; i < 2000; i++)
            {
                byte[] changed = [.. bytes];
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
                changed[random.Next(changed.Length)] = 0xFF;
                TraceRecordFormat.Read(changed);
            }
        }
    }

    [Fact]
    public void And_it_is_small() => Bytes(new OutputsRecord([[Value]])).Length.ShouldBeLessThan(48);

    private static byte[] Bytes(TraceRecord record)
    {
        var output = new ArrayBufferWriter<byte>();
        TraceRecordFormat.Write(record, output);
        return output.WrittenSpan.ToArray();
    }

    private static string Text(object? value) => value switch
    {
        OutputsRecord record => $"{string.Join("|", record.Outputs.Select(elements => string.Join(",", elements)))} {Convert.ToHexString(record.Shown.Span)} {string.Join(",", record.Files)} {string.Join(",", record.Notes)}",
        WantsRecord record => string.Join(",", record.Names),
        ExpansionRecord record => $"{string.Join(";", record.Nodes.Select(node => $"{node.Id}:{node.ClassType}({string.Join(",", node.Inputs)})"))} -> {string.Join(",", record.Outputs)}",
        _ => "?",
    };
}
