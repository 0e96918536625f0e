using System.Buffers;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Checkpoints.Tests.Fuzzing;

/// <summary>Cut off, flipped and spliced files of all kinds: each is read, or refused in a sentence, within a bound of memory.</summary>
public sealed class Damaged_files_give_a_sentence_or_their_numbers : IDisposable
{
    private const int LongestSample = 64 << 10;

    private readonly Made _made = new();

    public void Dispose() => _made.Dispose();

    public static TheoryData<string> Samples => [.. SamplePaths().Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Cut_off_anywhere(string name)
    {
        var whole = Bytes(name);
        var steps = Math.Max(1, whole.Length / 120);
        for (var length = 0; length < whole.Length; length += length < 128 ? 3 : steps)
        {
            Try(name, whole[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void With_some_bits_flipped(string name)
    {
        var whole = Bytes(name);
        if (whole.Length == 0)
        {
            return;
        }

        var random = new Random(name.Length);
        for (var round = 0; round < 100; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var flips = random.Next(1, 5); flips > 0; flips--)
            {
                // Half of them where the head is: there most can be told wrongly.
                var at = random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(bytes.Length, 512));
                bytes[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)(bytes[at] ^ (1 << random.Next(8))), _ => (byte)(random.Next(2) * 255) };
            }

            Try(name, bytes);
        }
    }

    [Fact]
    public void Spliced_from_two_of_them()
    {
        var random = new Random(23);
        var samples = SamplePaths().Select(path => (Name: Path.GetFileName(path)!, Bytes: Bytes(Path.GetFileName(path)!))).Where(sample => sample.Bytes.Length > 16).ToList();
        for (var round = 0; round < 1000; round++)
        {
            var (head, tail) = (samples[random.Next(samples.Count)], samples[random.Next(samples.Count)]);
            Try(head.Name, [.. head.Bytes[..random.Next(1, Math.Min(2000, head.Bytes.Length))], .. tail.Bytes[random.Next(tail.Bytes.Length)..]]);
        }
    }

    private static IEnumerable<string> SamplePaths()
        => [.. Directory.GetFiles(Golden.Folder("pth-reading"), "*.pth").Order(), .. Directory.GetFiles(Golden.Folder("pth-reading"), "*.safetensors").Order(), RealModels.Path("llm", "stories260K-q4_0.gguf"), RealModels.Path("facedetection", "ultraface-version-RFB-320.onnx")];

    private static byte[] Bytes(string name)
    {
        var bytes = File.ReadAllBytes(SamplePaths().Single(path => Path.GetFileName(path) == name));
        return bytes.Length <= LongestSample ? bytes : bytes[..LongestSample];
    }

    private void Try(string name, byte[] bytes)
    {
        var path = _made.Put(name, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var checkpoint = Checkpoint.Open(path);
            _ = ModelIdentity.Identify(checkpoint).ToString();
            Bounded();
            foreach (var entry in checkpoint.Entries)
            {
                entry.ByteCount.ShouldBeLessThanOrEqualTo(64 << 20);
                var room = ArrayPool<byte>.Shared.Rent((int)entry.ByteCount);
                checkpoint.Read(entry, room.AsSpan(0, (int)entry.ByteCount));
                ArrayPool<byte>.Shared.Return(room);
            }
        }
        catch (CheckpointException fault)
        {
            Bounded();
            fault.Message.ShouldEndWith(".");
        }

        void Bounded() => (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan((2 << 20) + (100L * bytes.Length), name);
    }
}
