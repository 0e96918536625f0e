namespace MySpinBot.Inference;

/// <content>Operators that models of pictures and sound are made of. All are named as PyTorch names them where it has them.</content>
public sealed partial class OnnxGraphBuilder
{
    /// <summary>torch.nn.Conv2d (or 1d, 3d): cross-correlation of [batch, in, …] with weights [out, in / groups, …].</summary>
    /// <param name="x">What is convolved.</param>
    /// <param name="weight">The kernel.</param>
    /// <param name="bias">[out]; null for none.</param>
    /// <param name="stride">Step, in every direction.</param>
    /// <param name="padding">Zeros on every side.</param>
    /// <param name="dilation">Distance of the kernel's taps.</param>
    /// <param name="groups">Groups of channels.</param>
    public GraphValue Conv(GraphValue x, GraphValue weight, GraphValue? bias = null, long stride = 1, long padding = 0, long dilation = 1, long groups = 1) => throw new NotSupportedException();

    /// <summary>As <see cref="Conv(GraphValue,GraphValue,GraphValue,long,long,long,long)"/>, each side and direction apart.</summary>
    /// <param name="x">What is convolved.</param>
    /// <param name="weight">The kernel.</param>
    /// <param name="bias">[out]; null for none.</param>
    /// <param name="strides">Step in each direction.</param>
    /// <param name="pads">Zeros at the begin of each direction, then at the end of each.</param>
    /// <param name="dilations">Distance of the kernel's taps in each direction; empty for 1.</param>
    /// <param name="groups">Groups of channels.</param>
    public GraphValue Conv(GraphValue x, GraphValue weight, GraphValue? bias, ReadOnlySpan<long> strides, ReadOnlySpan<long> pads, ReadOnlySpan<long> dilations = default, long groups = 1)
        => throw new NotSupportedException();

    /// <summary>torch.nn.ConvTranspose2d: weights [in, out / groups, …].</summary>
    public GraphValue ConvTranspose(GraphValue x, GraphValue weight, GraphValue? bias, ReadOnlySpan<long> strides, ReadOnlySpan<long> pads, ReadOnlySpan<long> outputPadding = default, long groups = 1)
        => throw new NotSupportedException();

    /// <summary>torch.nn.BatchNorm2d in evaluation: (x − mean) / √(variance + epsilon) · scale + bias, each [channels].</summary>
    public GraphValue BatchNorm(GraphValue x, GraphValue scale, GraphValue bias, GraphValue mean, GraphValue variance, float epsilon = 1e-5f) => throw new NotSupportedException();

    /// <summary>x where positive, slope · x elsewhere.</summary>
    public GraphValue LeakyRelu(GraphValue x, float slope) => throw new NotSupportedException();

    /// <summary>As <see cref="LeakyRelu"/>, with a slope for each channel, or one for all.</summary>
    public GraphValue PRelu(GraphValue x, GraphValue slope) => throw new NotSupportedException();

    /// <summary>max(x, 0).</summary>
    public GraphValue Relu(GraphValue x) => throw new NotSupportedException();

    /// <summary>1 / (1 + e^−x).</summary>
    public GraphValue Sigmoid(GraphValue x) => throw new NotSupportedException();

    /// <summary>Sum, shapes broadcast as numpy does.</summary>
    public GraphValue Add(GraphValue a, GraphValue b) => throw new NotSupportedException();

    /// <summary>Product, shapes broadcast.</summary>
    public GraphValue Mul(GraphValue a, GraphValue b) => throw new NotSupportedException();

    /// <summary>x · factor.</summary>
    public GraphValue Scale(GraphValue x, float factor) => throw new NotSupportedException();

    /// <summary>Values one after the other along an axis.</summary>
    public GraphValue Concat(int axis, params ReadOnlySpan<GraphValue> values) => throw new NotSupportedException();

    /// <summary>torch.nn.PixelShuffle: [batch, c·r², h, w] → [batch, c, h·r, w·r].</summary>
    public GraphValue PixelShuffle(GraphValue x, int factor) => throw new NotSupportedException();

    /// <summary>torch.nn.PixelUnshuffle: [batch, c, h·r, w·r] → [batch, c·r², h, w], channels in the order c·r² + dy·r + dx.</summary>
    public GraphValue PixelUnshuffle(GraphValue x, int factor) => throw new NotSupportedException();

    /// <summary>Nearest neighbour, factor times larger: [batch, channels, h, w] → [batch, channels, h·factor, w·factor].</summary>
    public GraphValue UpsampleNearest(GraphValue x, int factor) => throw new NotSupportedException();

    /// <summary>torch.nn.MaxPool2d.</summary>
    public GraphValue MaxPool(GraphValue x, long kernel, long stride, long padding = 0, bool ceil = false) => throw new NotSupportedException();

    /// <summary>x / ‖x‖₂ over an axis, with epsilon added to the norm.</summary>
    public GraphValue L2Normalise(GraphValue x, int axis, float epsilon) => throw new NotSupportedException();

    /// <summary>Softmax over an axis.</summary>
    public GraphValue Softmax(GraphValue x, int axis) => throw new NotSupportedException();

    /// <summary>Another shape for the same numbers; −1 once for what is left over.</summary>
    public GraphValue Reshape(GraphValue x, params ReadOnlySpan<Dim> shape) => throw new NotSupportedException();

    /// <summary>torch.permute.</summary>
    public GraphValue Transpose(GraphValue x, params ReadOnlySpan<int> order) => throw new NotSupportedException();

    /// <summary>x[…, start:end:step, …] along an axis.</summary>
    public GraphValue Slice(GraphValue x, int axis, long start, long end, long step = 1) => throw new NotSupportedException();
}
