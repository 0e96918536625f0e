using System.IO.Compression;
using System.Runtime.InteropServices;

namespace MySpinBot.Checkpoints.Tests.PyTorch;

public sealed class Pickles_are_not_believed : IDisposable
{
    private static readonly float[] Numbers = [1, 2, 3, 4, 5, 6];

    private readonly Made _made = new();

    public void Dispose() => _made.Dispose();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void A_transposed_view_is_read_contiguous_from_stored_and_from_packed_archives(CompressionLevel level)
    {
        using var checkpoint = Open(PickleBytes.Dict("w", pickle => pickle.Tensor(6, 0, [3, 2], [1, 3])).Zip(Raw(Numbers), level));

        checkpoint.ReadFloats("w").ShouldBe([1, 4, 2, 5, 3, 6]);
        checkpoint.TryMap(checkpoint.Entries[0], out _).ShouldBeFalse();
    }

    [Fact]
    public void A_large_view_with_strides_is_the_same_as_one_picked_number_by_number()
    {
        var random = new Random(3);
        var numbers = Enumerable.Range(0, 700_000).Select(_ => random.NextSingle()).ToArray();
        using var checkpoint = Open(PickleBytes.Dict("w", pickle => pickle.Tensor(numbers.Length, 17, [3, 300, 1, 350], [2, 1000, 7, 6])).Zip(Raw(numbers)));

        var expected = new List<float>();
        for (var a = 0; a < 3; a++)
        {
            for (var b = 0; b < 300; b++)
            {
                for (var c = 0; c < 350; c++)
                {
                    expected.Add(numbers[17 + (2 * a) + (1000 * b) + (6 * c)]);
                }
            }
        }

        checkpoint.ReadFloats("w").ShouldBe(expected);
    }

    public static TheoryData<long, long[], long[]> OutOfStorage => new()
    {
        { 0, [7], [1] }, { 1, [6], [1] }, { -1, [2], [1] }, { 0, [-2], [1] }, { 0, [2], [-1] }, { 0, [2], [6] }, { 0, [2, 2], [1] }, { 0, [long.MaxValue], [1] }, { 0, [1L << 33, 1L << 33], [0, 0] },
        { 0, [2], [long.MaxValue] }, { long.MaxValue, [1], [1] }, { 0, [3, 3], [1L << 62, 1L << 62] },
    };

    [Theory]
    [MemberData(nameof(OutOfStorage))]
    public void A_view_that_reaches_out_of_its_storage_is_refused(long offset, long[] shape, long[] strides)
        => Refused(PickleBytes.Dict("w", pickle => pickle.Tensor(6, offset, shape, strides)).Zip(Raw(Numbers))).ShouldContain("'w'");

    [Fact]
    public void An_expanded_view_is_read_but_not_one_of_any_size()
    {
        using var checkpoint = Open(PickleBytes.Dict("w", pickle => pickle.Tensor(6, 2, [2, 3], [0, 0])).Zip(Raw(Numbers)));

        checkpoint.ReadFloats("w").ShouldBe([3, 3, 3, 3, 3, 3]);
        Refused(PickleBytes.Dict("w", pickle => pickle.Tensor(6, 0, [1 << 20, 1 << 20], [0, 0])).Zip(Raw(Numbers))).ShouldContain("repeats the same numbers");
    }

    [Fact]
    public void A_whole_module_is_refused_by_its_name_with_what_would_be_right()
    {
        var sentence = Refused(PickleBytes.Dict("model", pickle => pickle.Global("basicsr.archs.rrdbnet_arch", "RRDBNet").Op(')').Raw(0x81)).Zip());

        sentence.ShouldContain("'basicsr.archs.rrdbnet_arch.RRDBNet'");
        sentence.ShouldContain("state_dict");
    }

    [Theory]
    [InlineData("builtins", "getattr")]
    [InlineData("builtins", "exec")]
    [InlineData("torch", "load")]
    [InlineData("torch.storage", "_load_from_bytes")]
    [InlineData("collections", "OrderedDict.__init__")]
    [InlineData("numpy.core.multiarray", "fromfile")]
    [InlineData("runpy", "_run_code")]
    [InlineData("", "")]
    public void Only_names_of_the_list_are_known(string module, string name)
        => Refused(PickleBytes.Dict("x", pickle => pickle.Global(module, name)).Zip()).ShouldContain($"'{module}.{name}'");

    [Fact]
    public void Nesting_without_an_end_ends_in_a_sentence()
    {
        var lists = new PickleBytes();
        for (var i = 0; i < 300_000; i++)
        {
            lists.Op(']');
        }

        for (var i = 0; i < 299_999; i++)
        {
            lists.Op('a');
        }

        Refused(lists.Zip()).ShouldContain("without an end");
        Refused(new PickleBytes().Op('}').Op('q').Raw(0).Text("self").Op('h').Raw(0).Op('s').Zip()).ShouldContain("without an end");

        var laughs = new PickleBytes().Op(']').Op('q').Raw(0);
        for (byte i = 0; i < 30; i++)
        {
            laughs.Op(']').Op('q').Raw((byte)(i + 1)).Op('h').Raw(i).Op('a').Op('h').Raw(i).Op('a');
        }

        Refused(laughs.Zip()).ShouldContain("without an end");
    }

    [Theory]
    [InlineData(new byte[] { 0x8D, 255, 255, 255, 255, 255, 255, 255, 127 })] // a text of 2^63 bytes
    [InlineData(new byte[] { 0x8E, 0, 0, 0, 255, 0, 0, 0, 0 })]
    [InlineData(new byte[] { (byte)'X', 255, 255, 255, 255 })]
    [InlineData(new byte[] { 0x8B, 255, 255, 255, 127 })] // a number of 2^31 bytes
    [InlineData(new byte[] { 0x8B, 255, 255, 255, 255 })]
    [InlineData(new byte[] { (byte)'j', 255, 255, 255, 255 })] // a place in the memory where nothing is
    [InlineData(new byte[] { (byte)'t' })] // a mark that nobody set
    [InlineData(new byte[] { (byte)'R' })]
    [InlineData(new byte[] { (byte)'X', 1, 0, 0, 0, 0xFF })] // no UTF-8
    [InlineData(new byte[] { 0x82, 1 })] // an extension of a registry that is not here
    [InlineData(new byte[] { 0x97 })] // a buffer beside the pickle
    public void What_is_stated_is_not_allocated(byte[] instructions)
    {
        var file = new PickleBytes().Raw(instructions).Zip();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused(file).ShouldContain("pickle");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2 << 20);
    }

    [Fact]
    public void Numbers_of_machines_that_are_the_other_way_round_are_refused()
        => Refused(PickleBytes.Dict("w", pickle => pickle.Tensor(6, 0, [6], [1])).Zip(Raw(Numbers), more: ("model/byteorder", "big"u8.ToArray()))).ShouldContain("big-endian");

    [Fact]
    public void A_program_of_TorchScript_is_no_checkpoint()
        => Refused(PickleBytes.Dict("w", pickle => pickle.Tensor(6, 0, [6], [1])).Zip(Raw(Numbers), more: ("model/constants.pkl", [0x80, 2, (byte)')', (byte)'.']))).ShouldContain("TorchScript");

    [Fact]
    public void A_trainers_file_gives_its_weights_its_settings_and_on_demand_its_optimizer()
    {
        var file = new PickleBytes().Op('}').Op('(')
            .Text("state_dict").Op('}').Text("w").Tensor(6, 0, [2], [1]).Op('s')
            .Text("optimizer").Op('}').Text("state").Op('}').Whole(0).Op('}').Text("exp_avg").Tensor(6, 4, [2], [1]).Op('s').Op('s').Op('s')
            .Text("epoch").Whole(5).Text("lr").Op('G').Raw(0x3F, 0xF8, 0, 0, 0, 0, 0, 0).Op('u').Zip(Raw(Numbers));
        using var weights = Open(file);
        using var optimizer = Checkpoint.Open(_made.Put("model.pth", file), new CheckpointOptions { Root = "optimizer" });
        using var state = Checkpoint.Open(_made.Put("model.pth", file), new CheckpointOptions { Root = "optimizer.state" });

        (weights.Root, weights.Entries.Single().Name, weights.Metadata["epoch"], weights.Metadata["lr"]).ShouldBe(("state_dict", "w", "5", "1.5"));
        optimizer.ReadFloats("state.0.exp_avg").ShouldBe([5, 6]);
        state.Entries.Single().Name.ShouldBe("0.exp_avg");
        Should.Throw<CheckpointException>(() => Checkpoint.Open(_made.Put("model.pth", file), new CheckpointOptions { Root = "params" })).Message.ShouldContain("there is 'state_dict', 'optimizer'");
    }

    [Fact]
    public void A_missing_tensor_is_answered_with_those_that_are_like_it()
    {
        using var checkpoint = Open(PickleBytes.Dict("conv_first.weight", pickle => pickle.Tensor(6, 0, [6], [1])).Zip(Raw(Numbers)));

        Should.Throw<CheckpointException>(() => checkpoint.Get("module.conv_first.weight")).Message.ShouldContain("'conv_first.weight'");
    }

    private static byte[] Raw(float[] numbers) => MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();

    private Checkpoint Open(byte[] file) => Checkpoint.Open(_made.Put("model.pth", file));

    private string Refused(byte[] file)
    {
        var path = _made.Put("model.pth", file);
        return Should.Throw<CheckpointException>(() => Checkpoint.Open(path).Dispose()).Message;
    }
}
