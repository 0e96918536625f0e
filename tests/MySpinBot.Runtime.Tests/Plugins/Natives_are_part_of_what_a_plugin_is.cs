using System.Buffers.Binary;
using MySpinBot.Inference;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Plugins;

public sealed class Natives_are_part_of_what_a_plugin_is : IDisposable
{
    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task Those_that_assemblies_of_the_Sdk_compute_with_and_it_uses()
    {
        await using var plugins = await _workshop.LoadPathsAsync(
            _workshop.CompilePlugin("Plain", """Node("N", call => "n")"""),
            _workshop.CompilePlugin("Inferring", """Node("M", call => typeof(MySpinBot.Inference.UpscaleModel).Name)"""),
            _workshop.CompilePlugin("Drawing", """Node("O", call => typeof(MySpinBot.Imaging.ImageLibrary).Name)"""));
        Natives("Plain").ShouldBeEmpty();
        Natives("Inferring").ShouldBe(["libonnxruntime"]);
        Natives("Drawing").ShouldBe(["libvips"]);
        foreach (var native in plugins.Plugins.SelectMany(plugin => plugin.Natives))
        {
            native.Build.ShouldMatch("^[0-9a-f]{16,64}$");
            BuildIds.Of(native.Path.ShouldNotBeNull()).ShouldBe(native.Build);
        }

        IEnumerable<string> Natives(string plugin) => plugins.Status(plugin).Natives.Select(native => native.Name);
    }

    [Fact]
    public void Nothing_is_loaded_for_that()
    {
        HostNatives.Of(typeof(UpscaleModel).Assembly).ShouldNotBeNull().Name.ShouldBe("libonnxruntime");
        File.ReadAllText("/proc/self/maps").ShouldNotContain("libonnxruntime");
    }

    [Fact]
    public void A_build_is_read_from_the_note_that_its_linker_wrote()
    {
        BuildIds.Of(Written(Elf([1, 2, 3, 4, 0xab]))).ShouldBe("01020304ab");
        BuildIds.Of(Written(Elf([9]))).ShouldBe("09");
    }

    [Fact]
    public void A_file_without_one_is_known_by_its_bytes()
    {
        byte[] text = [.. "no library"u8];
        BuildIds.Of(Written(text)).ShouldBe(TreeHash.Of(text).ToString());
    }

    // Whatever a file says of itself: an answer, and no more read than the file has.
    [Fact]
    public void A_head_that_lies_gives_the_bytes_id_or_a_note_of_the_file()
    {
        var whole = Elf([1, 2, 3, 4]);
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var bytes = whole[..random.Next(whole.Length)];
            BuildIds.Of(Written(bytes)).ShouldBeOneOf(TreeHash.Of(bytes).ToString(), "01020304");
            bytes = [.. whole];
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            BuildIds.Of(Written(bytes)).Length.ShouldBeInRange(2, 128);
        }
    }

    private string Written(byte[] bytes)
    {
        var path = Path.Join(_workshop.Folder, "library.so");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    // A header, one segment that is loaded, one of notes: another owner's, then the build's.
    private static byte[] Elf(byte[] id)
    {
        const int segments = 64, notes = segments + (2 * 56);
        byte[] other = [.. Note("XY\0\0"u8, 1, [5, 6])], build = [.. Note("GNU\0"u8, 3, id)];
        var file = new byte[notes + other.Length + build.Length];
        "\u007fELF"u8.CopyTo(file);
        (file[4], file[5]) = (2, 1);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(32), segments);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(54), 56);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(56), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(segments), 1);
        var segment = file.AsSpan(segments + 56);
        BinaryPrimitives.WriteUInt32LittleEndian(segment, 4);
        BinaryPrimitives.WriteInt64LittleEndian(segment[8..], notes);
        BinaryPrimitives.WriteInt64LittleEndian(segment[32..], other.Length + build.Length);
        other.CopyTo(file, notes);
        build.CopyTo(file, notes + other.Length);
        return file;
    }

    private static byte[] Note(ReadOnlySpan<byte> owner, uint kind, byte[] bytes)
    {
        var note = new byte[12 + owner.Length + ((bytes.Length + 3) & ~3)];
        BinaryPrimitives.WriteInt32LittleEndian(note, owner.Length);
        BinaryPrimitives.WriteInt32LittleEndian(note.AsSpan(4), bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(note.AsSpan(8), kind);
        owner.CopyTo(note.AsSpan(12));
        bytes.CopyTo(note, 12 + owner.Length);
        return note;
    }
}
