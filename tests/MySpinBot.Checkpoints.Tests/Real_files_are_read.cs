namespace MySpinBot.Checkpoints.Tests;

public sealed class Real_files_are_read
{
    [Fact]
    public void One_model_in_three_kinds_of_file_has_the_same_numbers()
    {
        using var pickled = Checkpoint.Open(RealModels.Path("upscale_models", "realesr-animevideov3.pth"));
        using var safe = Checkpoint.Open(RealModels.Path("upscale_models", "realesr-animevideov3.safetensors"));
        using var graph = Checkpoint.Open(RealModels.Path("upscale_models", "realesr-animevideov3.onnx"));

        (pickled.Format, pickled.Root, safe.Format, graph.Format).ShouldBe((CheckpointFormat.PyTorch, "params", CheckpointFormat.Safetensors, CheckpointFormat.Onnx));
        pickled.Entries.Sum(entry => entry.Count).ShouldBe(621_424);
        pickled.Entries.Select(entry => entry.Name).ShouldBe(safe.Entries.Select(entry => entry.Name), ignoreOrder: true);
        var inGraph = 0;
        foreach (var entry in pickled.Entries)
        {
            var numbers = pickled.ReadFloats(entry);
            safe.ReadFloats(entry.Name).ShouldBe(numbers);
            if (graph.TryGet(entry.Name, out var exported))
            {
                inGraph++;
                graph.ReadFloats(exported).ShouldBe(numbers);
            }
        }

        inGraph.ShouldBeGreaterThan(10);
    }
}
