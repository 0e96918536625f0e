using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>S3FD, the face detector that Wav2Lip comes with: VGG's convolutions, with heads at six sizes that say for each cell whether there is a face and where.</summary>
/// <remarks>Zhang et al., "S³FD: Single Shot Scale-invariant Face Detector" (2017), in the form of face_alignment's and Wav2Lip's net_s3fd.py (<c>s3fd.pth</c>).
/// Widths are read from the weights; strides and paddings follow from the place.</remarks>
public static class S3fd
{
    /// <summary>What people read.</summary>
    public const string ArchitectureName = "S3FD";

    /// <summary>What the picture is called: [batch, 3, height, width], levels 0..255 less the mean of each channel; each side at least <see cref="LeastSide"/>.</summary>
    public const string InputName = "image";

    /// <summary>Smaller pictures leave nothing for the deeper heads.</summary>
    public const int LeastSide = 32;

    private const float NormEpsilon = 1e-10f;

    private static readonly ImmutableArray<(string Layer, int Stride, bool IsNormalised)> Heads =
    [
        ("conv3_3", 4, true), ("conv4_3", 8, true), ("conv5_3", 16, true), ("fc7", 32, false), ("conv6_2", 64, false), ("conv7_2", 128, false),
    ];

    /// <summary>Pixels between the cells of each head; a head's anchors are squares of four strides.</summary>
    public static ImmutableArray<int> Strides { get; } = [.. Heads.Select(head => head.Stride)];

    /// <summary>What the scores of a head are called: [batch, backgrounds + 1, rows, columns], logits of one or more backgrounds and, last, of a face. Of several backgrounds the highest counts.</summary>
    public static string Scores(int stride) => $"scores_{stride}";

    /// <summary>What the places of a head are called: [batch, 4, rows, columns], centre and logarithm of the size relative to the anchor, with variances 0.1 and 0.2.</summary>
    public static string Places(int stride) => $"places_{stride}";

    /// <summary>Whether these are its weights.</summary>
    public static bool Recognises(ITensors tensors)
    {
        var named = Named(tensors);
        return named.TryGet("conv1_1.weight", out _) && named.TryGet("conv3_3_norm.weight", out _) && named.TryGet("conv3_3_norm_mbox_conf.weight", out _);
    }

    /// <summary>Builds the graph.</summary>
    /// <param name="tensors">Its weights, under the official names, with or without <c>module.</c> before them.</param>
    /// <param name="compute">What is computed in.</param>
    /// <exception cref="CheckpointException">They are no S3FD; the sentence says what does not fit.</exception>
    public static OnnxGraph Build(ITensors tensors, TensorType compute = TensorType.Float32)
    {
        var named = Named(tensors);
        S3fdShapes.Check(named, Heads);
        return new Writing(named, new OnnxGraphBuilder(ArchitectureName, compute)).Write();
    }

    // DataParallel puts "module." before every name.
    private static ITensors Named(ITensors tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        const string Parallel = "module.";
        return tensors.Entries.Count > 0 && tensors.Entries.All(entry => entry.Name.StartsWith(Parallel, StringComparison.Ordinal))
            ? new RenamedTensors(tensors, name => name[Parallel.Length..])
            : tensors;
    }

    private sealed class Writing(ITensors tensors, OnnxGraphBuilder graph)
    {
        public OnnxGraph Write()
        {
            var x = graph.Input(InputName, TensorType.Float32, Dim.Of("batch"), 3, Dim.Of("height"), Dim.Of("width"));
            var features = new Dictionary<string, GraphValue>();
            foreach (var layers in new string[][] { ["conv1_1", "conv1_2"], ["conv2_1", "conv2_2"], ["conv3_1", "conv3_2", "conv3_3"], ["conv4_1", "conv4_2", "conv4_3"], ["conv5_1", "conv5_2", "conv5_3"] })
            {
                foreach (var layer in layers)
                {
                    x = Convolved(x, layer, padding: 1);
                }

                features[layers[^1]] = x;
                x = graph.MaxPool(x, kernel: 2, stride: 2);
            }

            // The three rows of zeros around fc6 make its cells lie two off their pixels; the weights were trained with that.
            x = features["fc7"] = Convolved(Convolved(x, "fc6", padding: 3), "fc7");
            x = features["conv6_2"] = Convolved(Convolved(x, "conv6_1"), "conv6_2", padding: 1, stride: 2);
            features["conv7_2"] = Convolved(Convolved(x, "conv7_1"), "conv7_2", padding: 1, stride: 2);
            foreach (var head in Heads)
            {
                Head(head.Layer, head.Stride, head.IsNormalised, features[head.Layer]);
            }

            return graph.Build();
        }

        private GraphValue Convolved(GraphValue x, string layer, long padding = 0, long stride = 1) => graph.Relu(Conv(x, layer, padding, stride));

        private GraphValue Conv(GraphValue x, string layer, long padding, long stride = 1)
        {
            using var scope = graph.Scope(layer);
            return graph.Conv(x, graph.Weight(tensors, $"{layer}.weight"), graph.Weight(tensors, $"{layer}.bias"), stride, padding);
        }

        private void Head(string layer, int stride, bool isNormalised, GraphValue x)
        {
            var name = isNormalised ? $"{layer}_norm" : layer;
            if (isNormalised)
            {
                using var scope = graph.Scope(name);
                var weight = graph.Weight(tensors, $"{name}.weight"); // [channels]
                x = graph.Mul(graph.L2Normalise(x, axis: 1, NormEpsilon), graph.Reshape(weight, 1, -1, 1, 1));
            }

            graph.Output(Scores(stride), Conv(x, $"{name}_mbox_conf", padding: 1), TensorType.Float32);
            graph.Output(Places(stride), Conv(x, $"{name}_mbox_loc", padding: 1), TensorType.Float32);
        }
    }
}
