using MySpinBot.Checkpoints;
using MySpinBot.Nodes.Esrgan;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Esrgan;

public sealed class Files_that_are_no_upscaling_models
{
    [Fact]
    public async Task Are_told_what_they_are_and_what_would_be_right()
    {
        var other = new MemoryTensors().Add("lora_unet_down_blocks_0.lora_down.weight", new float[8], 2, 4).Add("lora_unet_down_blocks_0.lora_up.weight", new float[8], 4, 2);

        var sentence = await SentenceAsync(path =>
        {
            using var file = File.Create(path);
            SafetensorsWriter.Write(other, null, file);
        });

        sentence.ShouldContain("no upscaling model that runs here");
        sentence.ShouldContain("RRDBNet");
        sentence.ShouldContain("SRVGGNetCompact");
    }

    [Fact]
    public async Task Nor_are_those_that_are_cut_off()
    {
        var whole = await File.ReadAllBytesAsync(Conforming.TinyModels.UpscalerFile, TestContext.Current.CancellationToken);

        foreach (var length in new[] { 0, 7, 100, whole.Length / 2, whole.Length - 1 })
        {
            (await SentenceAsync(path => File.WriteAllBytes(path, whole[..length]))).Length.ShouldBeGreaterThan(20);
        }
    }

    [Fact]
    public async Task Nor_graphs_that_take_something_else()
    {
        var models = TestModels.Folder();

        (await SentenceAsync(path => File.Copy(Path.Combine(models, "vad", "silero_vad_16k_op15.onnx"), path), ".onnx")).ShouldContain("one that makes pictures larger takes one [batch, channels, height, width]");
    }

    [Fact]
    public async Task Graphs_that_make_nothing_larger_by_a_whole_number_are_told_so()
    {
        var models = TestModels.Folder();

        (await SentenceAsync(path => File.Copy(Path.Combine(models, "facedetection", "yunet_n_dynamic.onnx"), path), ".onnx")).ShouldStartWith("'file.onnx' (YuNet");
    }

    private static async Task<string> SentenceAsync(Action<string> write, string extension = ".safetensors")
    {
        await using var nodes = NodeRunner.For(typeof(UpscaleModelLoaderNode).Assembly);
        var path = Path.Combine(nodes.Folder, "file" + extension);
        write(path);
        var failure = await Should.ThrowAsync<NodeFailure>(() => nodes.RunAsync("UpscaleModelLoader", new { modelName = path }, TestContext.Current.CancellationToken));
        failure.Input.ShouldBe("model_name");
        return failure.Message;
    }
}
