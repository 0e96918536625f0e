using System.Text.Json;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Checkpoints.Tests.PyTorch;

public sealed class Checkpoints_of_PyTorch_are_read
{
    public static TheoryData<string> Good => [.. Cases(file => file.StartsWith("load", StringComparison.Ordinal))];

    public static TheoryData<string> Broken => [.. Cases(file => !file.StartsWith("load", StringComparison.Ordinal)).Where(name => !name.StartsWith("MALICIOUS", StringComparison.Ordinal))];

    private static IEnumerable<string> Cases(Func<string, bool> expectation)
        => Golden.Json("pth-reading", "manifest.json").EnumerateObject().Where(entry => expectation(entry.Value.GetProperty("expect").GetString()!)).Select(entry => entry.Name);

    [Theory]
    [MemberData(nameof(Good))]
    public void Every_file_of_the_manifest_gives_its_tensors_bit_for_bit(string name)
    {
        var folder = Golden.Folder("pth-reading");
        var said = Golden.Json("pth-reading", "manifest.json").GetProperty(name);
        using var checkpoint = Checkpoint.Open(Path.Combine(folder, name));

        if (said.TryGetProperty("values", out var values))
        {
            foreach (var value in values.EnumerateObject())
            {
                checkpoint.ReadFloats(value.Name).ShouldBe(value.Value.ValueKind == JsonValueKind.Array ? [.. value.Value.EnumerateArray().Select(number => number.GetSingle())] : [value.Value.GetSingle()]);
            }

            checkpoint.Entries.Count.ShouldBe(values.EnumerateObject().Count());
            return;
        }

        var names = Renamed(said);
        using var expected = Checkpoint.Open(Path.Combine(folder, said.GetProperty("tensors").GetString()!));
        foreach (var entry in expected.Entries)
        {
            if (names.Count > 0 && !names.ContainsKey(entry.Name))
            {
                continue;
            }

            var got = checkpoint.Get(names.GetValueOrDefault(entry.Name, entry.Name));
            got.Type.ShouldBe(entry.Type, entry.Name);
            got.Shape.ShouldBe(entry.Shape, entry.Name);
            Bytes(checkpoint, got).ShouldBe(Bytes(expected, entry), entry.Name);
        }

        checkpoint.Entries.Count.ShouldBe(names.Count > 0 ? names.Count : expected.Entries.Count);
        if (said.TryGetProperty("path_to_state_dict", out var path))
        {
            checkpoint.Root.ShouldBe(string.Join('.', path.EnumerateArray().Select(part => part.GetString())));
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_file_gives_a_sentence(string name)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var fault = Should.Throw<CheckpointException>(() => Checkpoint.Open(Path.Combine(Golden.Folder("pth-reading"), name)).Dispose());

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
        fault.Message.ShouldContain(name);
        TestContext.Current.SendDiagnosticMessage(fault.Message);
    }

    // "integer keys: 0=conv.weight 1=conv.bias"
    private static Dictionary<string, string> Renamed(JsonElement said)
        => said.TryGetProperty("note", out var note) && note.GetString()!.StartsWith("integer keys: ", StringComparison.Ordinal)
            ? note.GetString()!["integer keys: ".Length..].Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[1], pair => pair[0]) : [];

    private static byte[] Bytes(Checkpoint checkpoint, TensorEntry entry)
    {
        var bytes = new byte[entry.ByteCount];
        checkpoint.Read(entry, bytes);
        return bytes;
    }
}
