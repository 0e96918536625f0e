using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>What goes into a model and comes out of it for tiles of one size. A model of grey pictures gets the three colours as a batch, which lie in memory as three channels do.</summary>
internal sealed class TileTensors : IDisposable
{
    private readonly float[] _in; // [3, height, width]
    private readonly float[] _out; // [3, height · scale, width · scale]
    private readonly Half[]? _halvesIn;
    private readonly Half[]? _halvesOut;
    private readonly int _scale;

    public TileTensors(int width, int height, int scale, int channels, (TensorType Taken, TensorType Given) types)
    {
        (Width, Height, _scale) = (width, height, scale);
        _in = GC.AllocateUninitializedArray<float>(checked(3 * width * height));
        _out = GC.AllocateUninitializedArray<float>(checked(3 * width * scale * height * scale));
        _halvesIn = types.Taken == TensorType.Float16 ? new Half[_in.Length] : null;
        _halvesOut = types.Given == TensorType.Float16 ? new Half[_out.Length] : null;
        Input = Of(_in, _halvesIn, 3 / channels, channels, height, width);
        Output = Of(_out, _halvesOut, 3 / channels, channels, height * scale, width * scale);
    }

    public int Width { get; }

    public int Height { get; }

    public Tensor Input { get; }

    public Tensor Output { get; }

    /// <summary>Brings what was filled in into the type that the model takes.</summary>
    public void BeforeRun()
    {
        var halves = _halvesIn ?? [];
        for (var i = 0; i < halves.Length; i++)
        {
            halves[i] = (Half)_in[i];
        }
    }

    /// <summary>Brings what the model gave back to floats.</summary>
    public void AfterRun()
    {
        var halves = _halvesOut ?? [];
        for (var i = 0; i < halves.Length; i++)
        {
            _out[i] = (float)halves[i];
        }
    }

    public PixelRow In(int y) => new(_in, y * Width, Width * Height, Width);

    public PixelRow Out(int y, int x, int count) => new(_out, (y * Width * _scale) + x, Width * _scale * Height * _scale, count);

    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
    }

    private static Tensor Of(float[] floats, Half[]? halves, params ReadOnlySpan<long> shape) => halves is null ? Tensor.Of(floats, shape) : Tensor.Of(halves.AsMemory(), shape);
}
