using System.Runtime.InteropServices;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

public sealed class Tensors_of_all_types
{
    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Float64)]
    [InlineData(TensorType.Float16)]
    [InlineData(TensorType.BFloat16)]
    [InlineData(TensorType.Int64)]
    [InlineData(TensorType.Int32)]
    [InlineData(TensorType.UInt8)]
    [InlineData(TensorType.Bool)]
    public void Numbers_go_through_a_session_and_come_out_as_floats(TensorType type)
    {
        float[] numbers = type == TensorType.Bool ? [0, 1, 1] : type == TensorType.UInt8 ? [0, 7, 200] : [0, -3, 96];
        using var session = Cast(TensorType.Float32, type);
        using var back = Cast(type, TensorType.Float32);
        using var input = Tensor.Of(numbers, 3);

        using var cast = Run(session, input);
        using var output = Run(back, cast);

        cast.Type.ShouldBe(type);
        cast.ByteCount.ShouldBe(3 * type.Size());
        cast.ToFloats().ShouldBe(numbers);
        output.ToFloats().ShouldBe(numbers);
    }

    [Fact]
    public void Halves_are_rounded_as_they_should_be()
    {
        using var session = Cast(TensorType.Float16, TensorType.Float32);
        Half[] halves = [(Half)0.1f, Half.MaxValue, Half.Epsilon, Half.PositiveInfinity];
        using var input = Tensor.Of(halves.AsMemory(), 4);
        using var output = Run(session, input);
        output.ToFloats().ShouldBe([.. halves.Select(half => (float)half)]);
        input.ToFloats().ShouldBe(output.ToFloats());
    }

    [Fact]
    public void An_array_is_taken_in_without_a_copy()
    {
        float[] numbers = [1, 2, 3];
        using var tensor = Tensor.Of(numbers, 3);
        tensor.Floats[1] = 20;
        numbers[1].ShouldBe(20);
        using var part = Tensor.Of(numbers.AsMemory(1, 2), 2, 1);
        part.Floats.ToArray().ShouldBe([20, 3]);
    }

    [Fact]
    public void Room_is_zero_and_begins_where_a_cache_line_does()
    {
        using var room = Tensor.Allocate(TensorType.Float16, 3, 5);
        room.Bytes.Length.ShouldBe(30);
        room.Bytes.ToArray().ShouldAllBe(each => each == 0);
        unsafe
        {
            ((nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(room.Bytes)) % 64).ShouldBe(0);
        }
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        Should.Throw<ArgumentException>(() => Tensor.Of([1f, 2], 3)).Message.ShouldStartWith("A tensor of the shape [3] has 3 numbers, but 2 were given.");
        Should.Throw<ArgumentException>(() => Tensor.Of([1f], -1)).Message.ShouldStartWith("A tensor cannot have the shape [-1].");
        using var whole = Tensor.Of(new long[] { 1 }, 1);
        Should.Throw<InvalidOperationException>(() => whole.Floats[0]).Message.ShouldBe("The tensor's numbers are Int64, not Float32; ToFloats converts them.");
        var gone = Tensor.Of([1f], 1);
        gone.Dispose();
        Should.Throw<ObjectDisposedException>(() => gone.Floats[0]);
        Should.Throw<OutOfDeviceMemoryException>(() => Tensor.Allocate(TensorType.Float32, 1L << 56)).Message.ShouldContain("has no room");
    }

    [Fact]
    public void What_a_run_brings_is_held_against_what_the_model_takes()
    {
        var builder = new OnnxGraphBuilder("sum");
        var a = builder.Input("a", TensorType.Float32, Dim.Of("n"), 2);
        var b = builder.Input("b", TensorType.Float32, Dim.Of("n"), 2);
        builder.Output("y", builder.Add(a, b));
        using var session = OnnxSession.Load(OnnxModel.Of(builder.Build()), ComputeDevice.Cpu);
        using var two = Tensor.Allocate(TensorType.Float32, 2, 2);
        using var three = Tensor.Allocate(TensorType.Float32, 3, 2);
        using var whole = Tensor.Allocate(TensorType.Int64, 2, 2);

        string Told(Dictionary<string, Tensor> inputs) => Should.Throw<ArgumentException>(() => session.Run(inputs, default)).Message;

        Told(new() { ["a"] = two }).ShouldStartWith("'sum' takes 'a' Float32 [n, 2], 'b' Float32 [n, 2], but 'b' was not brought.");
        Told(new() { ["a"] = two, ["b"] = two, ["c"] = two }).ShouldContain("not 'c'");
        Told(new() { ["a"] = two, ["b"] = three }).ShouldBe("'b' of 'sum' is Float32 [n, 2], but Float32 [3, 2] came.");
        Told(new() { ["a"] = whole, ["b"] = two }).ShouldBe("'a' of 'sum' is Float32 [n, 2], but Int64 [2, 2] came.");
        Should.Throw<ArgumentException>(() => session.Run(new Dictionary<string, Tensor> { ["a"] = two, ["b"] = two }, new Dictionary<string, Tensor> { ["y"] = three }, default))
            .Message.ShouldBe("'y' of 'sum' is Float32 [n, 2], but Float32 [3, 2] came.");
    }

    private static OnnxSession Cast(TensorType from, TensorType to)
    {
        var builder = new OnnxGraphBuilder("cast");
        builder.Output("y", builder.Input("x", from, Dim.Of("n")), to);
        return OnnxSession.Load(OnnxModel.Of(builder.Build()), ComputeDevice.Cpu);
    }

    private static Tensor Run(OnnxSession session, Tensor input) => session.Run(new Dictionary<string, Tensor> { ["x"] = input }, default)["y"];
}
