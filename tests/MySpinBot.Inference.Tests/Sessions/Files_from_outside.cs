using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference.Tests;

public sealed class Files_from_outside : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("models").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Operators_of_others_are_refused_by_name()
    {
        var builder = new OnnxGraphBuilder("strange");
        var x = builder.Input("x", TensorType.Float32, 2);
        builder.Output("y", builder.Operator("Exfiltrate", [x], TensorType.Float32, [2], domain: "evil.ops"));
        Told(Saved(builder)).ShouldBe("'model.onnx' uses the operator Exfiltrate of 'evil.ops', which ONNX Runtime has only with a library of its author's; that is refused.");
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/hostname")]
    public void Weights_outside_the_folder_of_the_model_are_refused(string location)
    {
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "models")).FullName, "..", "secret"), new byte[4096]);
        Told(WithWeightsAt(location)).ShouldContain("which is not in its own folder; that is refused");
    }

    [Theory]
    [InlineData("*/_ORT_MEM_ADDR_/*")]
    [InlineData("*/_ORT_NATIVE_ENDIAN_MEM_ADDR_/*")]
    public void Addresses_of_memory_are_refused(string location) => Should.Throw<CheckpointException>(() => OnnxModel.FromFile(WithWeightsAt(location)));

    [Fact]
    public void Words_of_addresses_are_refused_wherever_they_stand()
    {
        var builder = Simple();
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, OnnxWriter.ToBytes(builder.Build() with { Name = "*/_ORT_MEM_ADDR_/*" }));
        Told(path).ShouldBe("'model.onnx' names addresses of memory in place of files; that is refused.");
    }

    [Fact]
    public void What_is_damaged_gives_a_sentence_or_a_model_and_never_a_crash()
    {
        var whole = File.ReadAllBytes(Saved(Simple()));
        var random = new Random(11);
        var (loaded, refused) = (0, 0);
        for (var i = 0; i < 300; i++)
        {
            var bytes = whole.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            var path = Path.Combine(_folder, "damaged.onnx");
            File.WriteAllBytes(path, i % 3 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                OnnxSession.Load(OnnxModel.FromFile(path), ComputeDevice.Cpu, TestContext.Current.CancellationToken).Dispose();
                loaded++;
            }
            catch (Exception told) when (told is CheckpointException or NodeFailure or OutOfDeviceMemoryException)
            {
                told.Message.ShouldNotBeNullOrWhiteSpace();
                refused++;
            }
        }

        loaded.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void A_run_that_the_host_has_no_room_for_says_so_and_the_session_stays_good()
    {
        var builder = new OnnxGraphBuilder("huge");
        var shape = builder.Input("shape", TensorType.Int64, 1);
        builder.Output("y", builder.Operator("Expand", [builder.Constant(1), shape], TensorType.Float32, [Dim.Of("n")]));
        using var session = OnnxSession.Load(OnnxModel.Of(builder.Build()), ComputeDevice.Cpu);

        using var huge = Tensor.Of([1L << 45], 1);
        Should.Throw<OutOfDeviceMemoryException>(() => session.Run(new Dictionary<string, Tensor> { ["shape"] = huge }, default)).Message.ShouldStartWith("cpu has no room for this run of 'huge': ");

        using var small = Tensor.Of([3L], 1);
        session.Run(new Dictionary<string, Tensor> { ["shape"] = small }, default)["y"].ToFloats().ShouldBe([1, 1, 1]);
    }

    [Fact]
    public void A_file_that_is_none_is_told() => Should.Throw<CheckpointException>(() => OnnxModel.FromFile(Path.Combine(_folder, "none.onnx"))).Message.ShouldContain("none.onnx");

    private static string Told(string path) => Should.Throw<CheckpointException>(() => OnnxModel.FromFile(path)).Message;

    private static OnnxGraphBuilder Simple()
    {
        var builder = new OnnxGraphBuilder("simple");
        var x = builder.Input("x", TensorType.Float32, 1, 4, Dim.Of("h"), Dim.Of("w"));
        var weight = builder.Constant(Enumerable.Range(0, 8 * 4 * 9).Select(i => (i % 7) * 0.1f).ToArray(), 8, 4, 3, 3);
        builder.Output("y", builder.Relu(builder.Conv(x, weight, padding: 1)));
        return builder;
    }

    private string WithWeightsAt(string location)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "models")).FullName;
        var path = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, OnnxWriter.ToBytes(Simple().Build(), weight => weight.ByteCount > 1000 ? new WeightPlace(location, 0, weight.ByteCount) : null));
        return path;
    }

    private string Saved(OnnxGraphBuilder builder)
    {
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, OnnxWriter.ToBytes(builder.Build()));
        return path;
    }
}
