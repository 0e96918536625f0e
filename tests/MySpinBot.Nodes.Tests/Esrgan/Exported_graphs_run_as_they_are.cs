using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Nodes.Tests.Esrgan;

/// <summary>Graphs in .onnx files, of which nothing is known but what goes in and comes out.</summary>
public sealed class Exported_graphs_run_as_they_are
{
    [Theory]
    [InlineData(TensorType.Float32, false)]
    [InlineData(TensorType.Float16, false)]
    [InlineData(TensorType.Float32, true)]
    public async Task Whatever_they_compute_in_and_whether_their_size_is_fixed(TensorType type, bool isFixed)
    {
        using var call = new UpscaleCall();
        var path = Path.Combine(Directory.CreateTempSubdirectory("exported-").FullName, "nearest.onnx");
        await File.WriteAllBytesAsync(path, Nearest(type, isFixed), TestContext.Current.CancellationToken);
        var image = Pictures.Waves(45, 37);

        var model = await call.ModelAsync(path);
        using var upscaler = await Upscaler.OpenAsync(model, call, new UpscaleOptions { LargestTile = 1 }, TestContext.Current.CancellationToken);
        var larger = await upscaler.UpscaleAsync(image, TestContext.Current.CancellationToken);

        (model.Architecture, model.Scale).ShouldBe(("onnx", 3));
        for (var i = 0; i < larger.Pixels.Length; i++)
        {
            var (x, y) = (i / 3 % larger.Width / 3, i / 3 / larger.Width / 3);
            larger.Pixels[i].ShouldBe(image.Pixels[(((y * 45) + x) * 3) + (i % 3)], type == TensorType.Float16 ? 1e-3 : 1e-6);
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static byte[] Nearest(TensorType type, bool isFixed)
    {
        var graph = new OnnxGraphBuilder("nearest", type);
        var image = isFixed ? graph.Input("picture", type, 1, 3, 32, 24) : graph.Input("picture", type, Dim.Of("batch"), 3, Dim.Of("rows"), Dim.Of("columns"));
        graph.Output("larger", graph.UpsampleNearest(image, 3), type);
        return OnnxWriter.ToBytes(graph.Build());
    }
}
