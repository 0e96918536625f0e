using System.Runtime.InteropServices;

namespace MySpinBot.Checkpoints.Tests.Onnx;

public sealed class Graphs_are_read : IDisposable
{
    private readonly Made _made = new();

    public void Dispose() => _made.Dispose();

    [Fact]
    public void The_whole_graph_of_a_real_model()
    {
        var model = OnnxFile.Read(RealModels.Path("upscale_models", "realesr-animevideov3.onnx"));

        (model.Producer, model.Opsets[""]).ShouldBe(("pytorch", 13));
        model.Graph.Inputs.Select(input => $"{input.Name} [{string.Join(", ", input.Shape)}] {input.Type}").ShouldBe(["input [n, 3, h, w] Float32"]);
        model.Graph.Outputs.Select(output => $"{output.Name} [{string.Join(", ", output.Shape)}]").ShouldBe(["output [n, 3, h4, w4]"]);
        model.Graph.Initializers.Single(tensor => tensor.Name == "body.0.weight").Shape.ShouldBe([64, 3, 3, 3]);
        var first = model.Graph.Nodes.First(node => node.Operator == "Conv");
        first.Inputs.ShouldContain("body.0.weight");
        first.Attributes.Single(attribute => attribute.Name == "kernel_shape").Wholes.ShouldBe([3, 3]);
        var made = new HashSet<string>([.. model.Graph.Inputs.Select(input => input.Name), .. model.Graph.Initializers.Select(tensor => tensor.Name), ""]);
        foreach (var node in model.Graph.Nodes)
        {
            node.Inputs.ShouldAllBe(input => made.Contains(input), node.Name);
            made.UnionWith(node.Outputs);
        }

        made.ShouldContain("output");
    }

    [Fact]
    public void Numbers_in_every_way_that_they_are_written()
    {
        var path = _made.Put("m.onnx", ProtoBytes.Model(new ProtoBytes()
            .Message(5, ProtoBytes.Tensor("raw", 1, 2).Bytes(9, MemoryMarshal.AsBytes<float>([1.5f, -2])))
            .Message(5, ProtoBytes.Tensor("packed", 1, 2).Bytes(4, MemoryMarshal.AsBytes<float>([3, 4])))
            .Message(5, ProtoBytes.Tensor("single", 1, 1).Raw((4 << 3) | 5).Raw(0, 0, 0x80, 0x3F))
            .Message(5, ProtoBytes.Tensor("wholes", 7, 3).Bytes(7, new ProtoBytes().Varint(7).Varint(ulong.MaxValue).Varint(1 << 20).End()))
            .Message(5, ProtoBytes.Tensor("halves", 10, 2).Bytes(5, new ProtoBytes().Varint(0x3C00).Varint(0xC000).End()))
            .Message(5, ProtoBytes.Tensor("one", 6).Whole(5, -5))
            .Message(5, ProtoBytes.Tensor("texts", 8, 1).Text(6, "not a number"))
            .Message(5, ProtoBytes.Tensor("empty", 1, 0))).End());
        using var checkpoint = Checkpoint.Open(path);

        checkpoint.Format.ShouldBe(CheckpointFormat.Onnx);
        checkpoint.Metadata["by"].ShouldBe("us");
        checkpoint.ReadFloats("raw").ShouldBe([1.5f, -2]);
        checkpoint.ReadFloats("packed").ShouldBe([3, 4]);
        checkpoint.ReadFloats("single").ShouldBe([1]);
        checkpoint.ReadFloats("wholes").ShouldBe([7, -1, 1 << 20]);
        checkpoint.ReadFloats("halves").ShouldBe([1, -2]);
        checkpoint.ReadFloats("one").ShouldBe([-5]);
        checkpoint.ReadFloats("empty").ShouldBe([]);
        checkpoint.TryGet("texts", out _).ShouldBeFalse();
        OnnxFile.Read(path).Graph.Initializers.Length.ShouldBe(8);
    }

    [Fact]
    public void Numbers_beside_the_model_but_only_in_its_own_folder()
    {
        Directory.CreateDirectory(Path.Combine(_made.Folder, "model", "parts"));
        byte[] numbers = [.. MemoryMarshal.AsBytes<float>([0, 1, 2, 3])];
        _made.Put("model/parts/weights.bin", numbers);
        _made.Put("secret.bin", numbers);
        File.CreateSymbolicLink(Path.Combine(_made.Folder, "model", "link.bin"), Path.Combine(_made.Folder, "secret.bin"));
        Directory.CreateSymbolicLink(Path.Combine(_made.Folder, "model", "away"), _made.Folder);

        using (var checkpoint = Checkpoint.Open(Model("parts/weights.bin", "4", "8")))
        {
            checkpoint.ReadFloats("w").ShouldBe([1, 2]);
            checkpoint.TryMap(checkpoint.Entries[0], out var address).ShouldBeTrue();
            At(address).ShouldBe(1);
        }

        foreach (var outside in (string[])["../secret.bin", Path.Combine(_made.Folder, "secret.bin"), "link.bin", "away/secret.bin", "parts/../../secret.bin", "."])
        {
            Should.Throw<CheckpointException>(() => Checkpoint.Open(Model(outside, "0", "8"))).Message.ShouldContain(outside == "." ? "'.'" : "not in its own folder", customMessage: outside);
        }

        Should.Throw<CheckpointException>(() => Checkpoint.Open(Model("parts/weights.bin", "12", "8"))).Message.ShouldContain("too short");
        Should.Throw<CheckpointException>(() => Checkpoint.Open(Model("parts/weights.bin", "0", "4"))).Message.ShouldContain("where it takes 8");
        Should.Throw<CheckpointException>(() => Checkpoint.Open(Model("parts/none.bin", "0", "8"))).Message.ShouldContain("put that file into the same folder");
        Should.Throw<CheckpointException>(() => Checkpoint.Open(Model("parts/weights.bin", "-1", "8"))).Message.ShouldContain("not where");
    }

    [Fact]
    public void Graphs_within_graphs_are_read_to_a_depth()
    {
        OnnxFile.Read(_made.Put("m.onnx", Nested(5))).Graph.Nodes.Single().Attributes.Single().Graphs.Single().Nodes.Length.ShouldBe(1);
        Should.Throw<CheckpointException>(() => OnnxFile.Read(_made.Put("m.onnx", Nested(40)))).Message.ShouldContain("nests graphs deeper");

        static byte[] Nested(int depth)
        {
            var graph = new ProtoBytes().Text(2, "innermost");
            for (var i = 0; i < depth; i++)
            {
                graph = new ProtoBytes().Message(1, new ProtoBytes().Text(4, "If").Message(5, new ProtoBytes().Text(1, "then_branch").Message(6, graph)));
            }

            return ProtoBytes.Model(graph).End();
        }
    }

    [Theory]
    [InlineData(new long[] { -1 })]
    [InlineData(new[] { long.MaxValue, 8 })]
    [InlineData(new long[] { 3 })]
    public void A_shape_that_does_not_fit_its_numbers_is_refused(long[] shape)
        => Should.Throw<CheckpointException>(() => OnnxFile.Read(_made.Put("m.onnx", ProtoBytes.Model(new ProtoBytes().Message(5, ProtoBytes.Tensor("w", 1, shape).Bytes(9, new byte[8]))).End()))).Message.ShouldContain("'w'");

    private static unsafe float At(nint address) => *(float*)address;

    private string Model(string location, string offset, string length)
        => _made.Put("model/m.onnx", ProtoBytes.Model(new ProtoBytes().Message(5, ProtoBytes.Tensor("w", 1, 2).Beside(location, offset, length))).End());
}
