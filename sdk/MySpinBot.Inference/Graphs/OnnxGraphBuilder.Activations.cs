namespace MySpinBot.Inference;

/// <content>Functions of one number.</content>
public sealed partial class OnnxGraphBuilder
{
    /// <summary>max(x, 0).</summary>
    public GraphValue Relu(GraphValue x) => Add("Relu", [x]);

    /// <summary>x where positive, slope · x elsewhere.</summary>
    public GraphValue LeakyRelu(GraphValue x, float slope) => Add("LeakyRelu", [x], ("alpha", slope));

    /// <summary>As <see cref="LeakyRelu"/>, with a slope for each channel of [batch, channels, …], or one for all.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="slope">[channels], or [1].</param>
    public GraphValue PRelu(GraphValue x, GraphValue slope)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(slope);

        // torch aligns slopes with axis 1; ONNX broadcasts from the last axis.
        var aligned = slope.Rank == 1 && x.Rank > 2 && slope.Shape[0] != 1 ? Unsqueeze(slope, [.. Enumerable.Range(1, x.Rank - 2)]) : slope;
        return Add("PRelu", [x, aligned]);
    }

    /// <summary>1 / (1 + e^−x).</summary>
    public GraphValue Sigmoid(GraphValue x) => Add("Sigmoid", [x]);

    /// <summary>Hyperbolic tangent.</summary>
    public GraphValue Tanh(GraphValue x) => Add("Tanh", [x]);

    /// <summary>x · sigmoid(x), also called swish.</summary>
    public GraphValue Silu(GraphValue x) => Mul(x, Sigmoid(x));

    /// <summary>x · Φ(x) with the distribution function of the normal distribution, exactly (by erf) or by the tanh approximation: ½x (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
    public GraphValue Gelu(GraphValue x, bool tanh = false) => Add("Gelu", [x], ("approximate", tanh ? "tanh" : "none"));

    /// <summary>x · sigmoid(1.702 x), as CLIP has it.</summary>
    public GraphValue QuickGelu(GraphValue x) => Mul(x, Sigmoid(Scale(x, 1.702f)));

    /// <summary>√x.</summary>
    public GraphValue Sqrt(GraphValue x) => Add("Sqrt", [x]);

    /// <summary>e^x.</summary>
    public GraphValue Exp(GraphValue x) => Add("Exp", [x]);

    /// <summary>Natural logarithm.</summary>
    public GraphValue Log(GraphValue x) => Add("Log", [x]);

    /// <summary>Sine.</summary>
    public GraphValue Sin(GraphValue x) => Add("Sin", [x]);

    /// <summary>Cosine.</summary>
    public GraphValue Cos(GraphValue x) => Add("Cos", [x]);

    /// <summary>−x.</summary>
    public GraphValue Neg(GraphValue x) => Add("Neg", [x]);

    /// <summary>|x|.</summary>
    public GraphValue Abs(GraphValue x) => Add("Abs", [x]);

    /// <summary>1 / x.</summary>
    public GraphValue Reciprocal(GraphValue x) => Add("Reciprocal", [x]);

    /// <summary>log(1 + e^x).</summary>
    public GraphValue Softplus(GraphValue x) => Add("Softplus", [x]);

    /// <summary>x kept between two numbers; null for no limit.</summary>
    public GraphValue Clamp(GraphValue x, float? low, float? high)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Add("Clip", [x, low is { } l ? Constant(l, x.Type) : null, high is { } h ? Constant(h, x.Type) : null]);
    }

    /// <summary>Softmax over an axis.</summary>
    public GraphValue Softmax(GraphValue x, int axis = -1) => Add("Softmax", [x], ("axis", (long)axis));

    /// <summary>Logarithm of the softmax over an axis.</summary>
    public GraphValue LogSoftmax(GraphValue x, int axis = -1) => Add("LogSoftmax", [x], ("axis", (long)axis));
}
