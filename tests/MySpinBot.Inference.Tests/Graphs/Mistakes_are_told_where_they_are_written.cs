using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

public sealed class Mistakes_are_told_where_they_are_written
{
    private readonly OnnxGraphBuilder _g = new("model");

    [Fact]
    public void Weights_for_other_channels_are_named_with_their_scope()
    {
        var x = Picture(4);
        using var outer = _g.Scope("body.0");
        using var inner = _g.Scope("conv1");

        Told(() => _g.Conv(x, Weights(8, 3, 3, 3), padding: 1))
            .ShouldBe("Conv at 'body.0.conv1.Conv' cannot take x Float32[n, 4, h, w], constant.0 Float32[8, 3, 3, 3]: the weights [8, 3, 3, 3] are for 3 channels, not 4.");
    }

    [Fact]
    public void A_bias_of_another_length_is_refused() => Told(() => _g.Conv(Picture(3), Weights(8, 3, 1, 1), Weights(7))).ShouldContain("a bias of [8] is wanted");

    [Fact]
    public void Shapes_that_cannot_be_broadcast_are_refused_and_sizes_of_a_run_that_may_fit_are_not()
    {
        var x = Picture(3);
        Told(() => _g.Add(x, Weights(4, 1, 1))).ShouldContain("3 against 4");
        Told(() => _g.Add(x, _g.UpsampleNearest(x, 2))).ShouldContain("h against 2*h");
        _g.Add(x, _g.Input("other", TensorType.Float32, 1, 3, Dim.Of("height"), 5)).ToString().ShouldEndWith("Float32[n, 3, h, 5]");
    }

    [Fact]
    public void Types_do_not_mix() => Told(() => _g.Add(Picture(3), _g.Constant(1, TensorType.Float16))).ShouldContain("cast one of them");

    [Fact]
    public void A_reshape_keeps_the_count() => Told(() => _g.Reshape(Weights(2, 6), 5, -1)).ShouldContain("5 does not divide 12");

    [Fact]
    public void A_window_must_fit() => Told(() => _g.Conv(_g.Input("x", TensorType.Float32, 1, 1, 2, 2), Weights(1, 1, 5, 5))).ShouldContain("a window of 5 does not fit into 2");

    [Fact]
    public void A_value_of_another_graph_is_refused() => Told(() => _g.Relu(new OnnxGraphBuilder("other").Input("there", TensorType.Float32, 1))).ShouldContain("'there', which is of another graph");

    [Fact]
    public void A_weight_that_is_not_there_is_refused_with_those_that_are_like_it()
    {
        var tensors = new MemoryTensors().Add("body.0.weight", [1f], 1);

        Should.Throw<CheckpointException>(() => _g.Weight(tensors, "body.0.weights")).Message.ShouldContain("body.0.weight");
    }

    [Fact]
    public void What_was_refused_leaves_no_trace()
    {
        var x = Picture(3);
        Told(() => _g.Conv(x, Weights(8, 4, 3, 3)));
        _g.Output("y", _g.Relu(x));

        _g.Build().ToText().ShouldBe("model\n  input x Float32[n, 3, h, w]\n  y = Relu(x) Float32[n, 3, h, w]\n  output y Float32[n, 3, h, w]\n");
    }

    private GraphValue Picture(int channels) => _g.Input("x", TensorType.Float32, Dim.Of("n"), channels, Dim.Of("h"), Dim.Of("w"));

    private GraphValue Weights(params long[] shape) => _g.Constant(Numbers.Random(1, shape).Floats, shape);

    private static string Told(Action mistake) => Should.Throw<ArgumentException>(mistake).Message;
}
