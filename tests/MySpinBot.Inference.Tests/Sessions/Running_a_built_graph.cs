using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

public sealed class Running_a_built_graph
{
    [Fact]
    public void What_was_built_is_what_is_computed()
    {
        var builder = new OnnxGraphBuilder("twice and one");
        var x = builder.Input("x", TensorType.Float32, Dim.Of("n"), 2);
        builder.Output("y", builder.Add(builder.Scale(x, 2), builder.Constant([1f, -1f], 2)));
        using var session = OnnxSession.Load(OnnxModel.Of(builder.Build()), ComputeDevice.Cpu);
        using var input = Tensor.Of([1f, 2, 3, 4], 2, 2);

        using var output = session.Run(new Dictionary<string, Tensor> { ["x"] = input }, default)["y"];

        output.Shape.ShouldBe([2, 2]);
        output.ToFloats().ShouldBe([3, 3, 7, 7]);
    }
}
