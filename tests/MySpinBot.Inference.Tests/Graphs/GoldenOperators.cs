using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

/// <summary>How each kind of case of <c>gradient-ops</c> is written with the builder. Parameters come from the case's name, its description and its shapes.</summary>
/// <param name="g">The graph.</param>
/// <param name="name">The case.</param>
/// <param name="told">Its description.</param>
/// <param name="of">Its inputs, by name.</param>
/// <param name="tensors">Its parameters.</param>
/// <param name="y">The shape that the result should have.</param>
internal sealed partial class GoldenOperators(OnnxGraphBuilder g, string name, string told, Func<string, GraphValue> of, ITensors tensors, long[] y)
{
    private GraphValue X => of("x");

    private GraphValue A => of("a");

    private GraphValue B => of("b");

    /// <summary>The result; null where the case is not one of a graph's operators.</summary>
    public GraphValue? Build() => name switch
    {
        "conv2d_3x3_s2_pad_asym" => g.Conv(g.Pad(X, [0, 1, 0, 1]), of("w"), B, stride: 2),
        _ when Begins("conv2d_groups") => g.Conv(X, of("w"), groups: (int)X.Shape[1].Known / (int)of("w").Shape[1].Known, padding: (y[^1] - X.Shape[3].Known + of("w").Shape[3].Known - 1) / 2),
        "conv3d_311" => g.Conv(X, of("w"), B, [1, 1, 1], [1, 0, 0, 1, 0, 0]),
        _ when name.StartsWith("conv_transpose2d", StringComparison.Ordinal) => g.ConvTranspose(X, of("w"), B, Twice("s", 1), [.. Twice("p", 0), .. Twice("p", 0)], Twice("op", 0)),
        _ when Begins("conv") => g.Conv(X, of("w"), B, stride: Named("s", 1), padding: Named("p", 0)),
        "linear" => g.Linear(X, of("w"), B),
        _ when Begins("groupnorm") => g.GroupNorm(X, (int)Named("g", 1), of("w"), B, name.Contains("eps1e-6", StringComparison.Ordinal) ? 1e-6f : 1e-5f),
        "layernorm" => g.LayerNorm(X, of("w"), B),
        "batchnorm_eval" => g.BatchNorm(X, of("w"), B, of("rm"), of("rv")),
        "gelu_erf" => g.Gelu(X),
        "gelu_tanh" => g.Gelu(X, tanh: true),
        "quick_gelu" => g.QuickGelu(X),
        "silu" => g.Silu(X),
        "sigmoid" => g.Sigmoid(X),
        "tanh" => g.Tanh(X),
        "relu" => g.Relu(X),
        _ when Begins("leaky_relu") => g.LeakyRelu(X, float.Parse(name.Split('_')[^1], CultureInfo.InvariantCulture)),
        "prelu_per_channel" => g.PRelu(X, A),
        "exp" => g.Exp(X),
        "log" => g.Log(X),
        "sqrt" => g.Sqrt(X),
        "rsqrt_pow" => g.Pow(X, -0.5),
        "square" => g.Pow(X, 2),
        "sin_cos" => g.Concat(-1, g.Cos(X), g.Sin(X)),
        "softmax_last" => g.Softmax(X),
        _ when Begins("log_softmax_dim") => g.LogSoftmax(X, (int)Last),
        "matmul_transposed_b" => g.MatMul(A, g.Transpose(B, 0, 2, 1)),
        _ when Begins("matmul") => g.MatMul(A, B),
        "attention" => g.Attention(of("q"), of("k"), of("v")),
        "attention_causal" => g.Attention(of("q"), of("k"), of("v"), g.CausalMask(of("q").Shape[2])),
        "attention_multihead_full" => g.Linear(Heads(X, of("c"), of("wq"), of("wk"), of("wv"), (int)Told(@"(\d+) heads")), of("wo"), of("bo")),
        "geglu" => Gated(g.Linear(X, of("w"), B)),
        _ when Begins("upsample_nearest_to") => g.InterpolateNearest(X, y[2], y[3]),
        _ when Begins("upsample_nearest") => g.UpsampleNearest(X, (int)Last),
        _ when Begins("avg_pool") => g.AvgPool(X, (int)Last, (int)Last),
        _ when Begins("pixel_shuffle") => g.PixelShuffle(X, (int)Last),
        _ when Begins("pixel_unshuffle") => g.PixelUnshuffle(X, (int)Last),
        _ when Begins("concat_dim") => g.Concat((int)Last, A, B, of("c")),
        "slice" => g.Slice(g.Slice(X, 1, (long)Told(@"\[:,(\d+):"), (long)Told(@"\[:,\d+:(\d+)")), 2, 0, long.MaxValue, (long)Told(@"::(\d+)\]")),
        "split_chunk" => g.Chunk(X, 2, -1) is [var first, var second] ? g.Mul(first, g.Tanh(second)) : null,
        "reshape_permute" => g.Reshape(g.Transpose(g.Reshape(X, X.Shape[0], X.Shape[1], 2, -1), 0, 2, 1, 3), y[0], y[1]),
        "add_broadcast" => g.Add(A, B),
        "add_bias_nchw" => g.Add(A, g.Unsqueeze(B, 2, 3)),
        "mul_broadcast" => g.Mul(A, B),
        "sub_div_broadcast" => g.Div(g.Sub(A, B), g.Add(g.Mul(B, B), 1)),
        "sum_dim_keepdim" => g.Sum(X, [.. Enumerable.Range(0, y.Length).Where(axis => y[axis] == 1 && X.Shape[axis].Known != 1)], keep: true),
        "mean_all" => g.Mean(X),
        "mean_dim" => g.Mean(X, [.. Enumerable.Range(y.Length, X.Shape.Length - y.Length)]),
        "pad_zero" => g.Pad(X, [(long)Told(@"left(\d)"), (long)Told(@"right(\d)"), (long)Told(@"top(\d)"), (long)Told(@"bottom(\d)")]),
        "pad_reflect" => g.Pad(X, [1, 2, 2, 1], PadMode.Reflect),
        "embedding" => g.Embedding(of("w"), of("idx")),
        "mse_loss_mean" => g.Mean(g.Pow(g.Sub(A, B), 2)),
        "mse_loss_weighted" => g.Mean(g.Mul(g.Mean(g.Pow(g.Sub(A, B), 2), [1, 2, 3]), of("w"))),
        "cross_entropy" => g.Neg(g.Mean(g.Gather(g.LogSoftmax(X, 1), 1, g.Unsqueeze(of("t"), 1)))),
        "lora_linear" => g.Add(g.Linear(X, of("w"), B), g.Scale(g.Linear(g.Linear(X, of("down")), of("up")), Told(@"alpha/rank=([\d.]+)"))),
        "add_reused_input" => g.Add(g.Mul(X, g.Sum(X, [-1], keep: true)), g.Silu(X)),
        "block_resnet" => Resnet(),
        "block_transformer" => Transformer(),
        _ => null,
    };

    private bool Begins(string kind) => name.StartsWith(kind, StringComparison.Ordinal);

    private long Named(string parameter, long usual) => Regex.Match(name, $@"_{parameter}(\d+)(_|$)") is { Success: true } found ? long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : usual;

    // The number at the end of the name: pixel_shuffle2, upsample_nearest2x.
    private long Last => long.Parse(Regex.Match(name, @"(\d+)x?$").Groups[1].Value, CultureInfo.InvariantCulture);

    private long[] Twice(string parameter, long usual) => [Named(parameter, usual), Named(parameter, usual)];

    private float Told(string pattern) => float.Parse(Regex.Match(told, pattern).Groups[1].Value, CultureInfo.InvariantCulture);

    private GraphValue Gated(GraphValue x) => g.Chunk(x, 2, -1) is [var hidden, var gate] ? g.Mul(hidden, g.Gelu(gate)) : throw new InvalidOperationException();

    private GraphValue Heads(GraphValue x, GraphValue context, GraphValue q, GraphValue k, GraphValue v, int heads)
        => g.MergeHeads(g.Attention(g.SplitHeads(g.Linear(x, q), heads), g.SplitHeads(g.Linear(context, k), heads), g.SplitHeads(g.Linear(context, v), heads)));

    // diffusers' ResnetBlock2D: https://github.com/huggingface/diffusers/blob/v0.29.2/src/diffusers/models/resnet.py
    private GraphValue Resnet()
    {
        var groups = (int)Told(@"groups (\d+)");
        var h = g.Conv(g.Silu(g.GroupNorm(X, groups, tensors, "norm1")), tensors, "conv1", padding: 1);
        h = g.Add(h, g.Unsqueeze(g.Linear(g.Silu(of("temb")), tensors, "time_emb_proj"), 2, 3));
        h = g.Conv(g.Silu(g.GroupNorm(h, groups, tensors, "norm2")), tensors, "conv2", padding: 1);
        return g.Add(g.Conv(X, tensors, "conv_shortcut"), h);
    }

    // diffusers' BasicTransformerBlock: https://github.com/huggingface/diffusers/blob/v0.29.2/src/diffusers/models/attention.py
    private GraphValue Transformer()
    {
        var heads = (int)Told(@"(\d+) heads");
        var x = g.Add(X, Attended("attn1", g.LayerNorm(X, tensors, "norm1"), null, heads));
        x = g.Add(x, Attended("attn2", g.LayerNorm(x, tensors, "norm2"), of("context"), heads));
        return g.Add(x, g.Linear(Gated(g.Linear(g.LayerNorm(x, tensors, "norm3"), tensors, "ff.net.0.proj")), tensors, "ff.net.2"));
    }

    private GraphValue Attended(string module, GraphValue x, GraphValue? context, int heads)
    {
        GraphValue W(string projection) => g.Weight(tensors, $"{module}.{projection}.weight");
        return g.Linear(Heads(x, context ?? x, W("to_q"), W("to_k"), W("to_v"), heads), tensors, $"{module}.to_out.0");
    }
}
