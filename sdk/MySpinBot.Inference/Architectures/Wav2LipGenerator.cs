using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>The generator of Wav2Lip: a face whose lower half is hidden, another view of it, and 0.2 seconds of sound become the face that says it.</summary>
/// <remarks>Prajwal, Mukhopadhyay, Namboodiri, Jawahar, "A Lip Sync Expert Is All You Need for Speech to Lip Generation In the Wild" (2020), models/wav2lip.py.
/// Two encoders of convolutions with batch normalisation and ReLU; the decoder joins the face encoder's features size by size, as a U-Net does.</remarks>
public static class Wav2LipGenerator
{
    /// <summary>What the sound is called: [batch, 1, <see cref="MelBands"/>, <see cref="MelSteps"/>], a piece of a mel spectrogram in −4..4.</summary>
    public const string Mel = "mel";

    /// <summary>What the face is called: [batch, 6, size, size] in 0..1, blue, green, red with the lower half at 0, then blue, green, red of the whole.</summary>
    public const string Face = "face";

    /// <summary>What is made: [batch, 3, size, size] in 0..1, blue, green, red.</summary>
    public const string Frame = "frame";

    /// <summary>What a run's first dimension is called.</summary>
    public const string Batch = "batch";

    /// <summary>Bands of the spectrogram.</summary>
    public const int MelBands = 80;

    /// <summary>Steps of the spectrogram that one picture hears: 16 of 12.5 ms.</summary>
    public const int MelSteps = 16;

    /// <summary>Rows and columns of the faces that a model takes and gives: 96 in the published one.</summary>
    /// <param name="tensors">Its weights.</param>
    /// <exception cref="CheckpointException">They are no Wav2Lip generator; the sentence says what they are.</exception>
    public static int FaceSize(ITensors tensors) => Wav2LipLayout.Read(Named(tensors)).FaceSize;

    /// <summary>Builds the graph.</summary>
    /// <param name="tensors">Its weights, under the official names, with or without <c>module.</c> before them.</param>
    /// <param name="compute">What is computed in.</param>
    /// <exception cref="CheckpointException">They are no Wav2Lip generator; the sentence says what they are.</exception>
    public static OnnxGraph Build(ITensors tensors, TensorType compute = TensorType.Float32) => Build(tensors, compute, observe: null);

    /// <summary>Builds the graph, and gives what lies between as results too.</summary>
    /// <param name="tensors">Its weights.</param>
    /// <param name="compute">What is computed in.</param>
    /// <param name="observe">The modules whose results are wanted, by name: <c>face_encoder_blocks.0</c>, <c>audio_encoder</c>, <c>output_block.0</c>.</param>
    internal static OnnxGraph Build(ITensors tensors, TensorType compute, IReadOnlySet<string>? observe)
    {
        var named = Named(tensors);
        return new Writing(named, Wav2LipLayout.Read(named), new OnnxGraphBuilder("Wav2Lip", compute), observe).Write();
    }

    /// <summary>The weights under their official names. DataParallel, with which Wav2Lip was trained, puts <c>module.</c> before every one.</summary>
    internal static ITensors Named(ITensors tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        const string Parallel = "module.";
        return tensors.Entries.Count > 0 && tensors.Entries.All(entry => entry.Name.StartsWith(Parallel, StringComparison.Ordinal))
            ? new RenamedTensors(tensors, name => name[Parallel.Length..])
            : tensors;
    }

    private sealed class Writing(ITensors tensors, Wav2LipLayout layout, OnnxGraphBuilder graph, IReadOnlySet<string>? observe)
    {
        public OnnxGraph Write()
        {
            var batch = Dim.Of(Batch);
            var mel = graph.Cast(graph.Input(Mel, TensorType.Float32, batch, 1, MelBands, MelSteps), graph.Compute);
            var face = graph.Cast(graph.Input(Face, TensorType.Float32, batch, 6, layout.FaceSize, layout.FaceSize), graph.Compute);

            var features = new Stack<GraphValue>(); // [batch, channels, size, size], from large to small
            for (var i = 0; i < layout.FaceEncoder.Length; i++)
            {
                face = Observed($"face_encoder_blocks.{i}", Through(layout.FaceEncoder[i], face));
                features.Push(face);
            }

            var x = Observed("audio_encoder", Through(layout.AudioEncoder, mel)); // [batch, channels, 1, 1]
            for (var i = 0; i < layout.FaceDecoder.Length; i++)
            {
                x = Observed($"face_decoder_blocks.{i}", Through(layout.FaceDecoder[i], x));
                x = graph.Concat(1, x, features.Pop());
            }

            for (var i = 0; i < layout.Output.Length; i++)
            {
                x = Observed($"output_block.{i}", Layer(layout.Output[i], x));
            }

            x = graph.Conv(x, graph.Weight(tensors, $"{layout.Colours}.weight"), graph.Weight(tensors, $"{layout.Colours}.bias"));
            graph.Output(Frame, graph.Sigmoid(x), TensorType.Float32); // [batch, 3, size, size]
            return graph.Build();
        }

        private GraphValue Through(ImmutableArray<Wav2LipLayer> layers, GraphValue x)
        {
            foreach (var layer in layers)
            {
                x = Layer(layer, x);
            }

            return x;
        }

        /// <summary>relu(norm(conv(x)) [+ x]).</summary>
        private GraphValue Layer(Wav2LipLayer layer, GraphValue x)
        {
            using var scope = graph.Scope(layer.Path);
            var (weight, bias) = (Weight(layer, "0.weight"), Weight(layer, "0.bias"));
            ReadOnlySpan<long> steps = [layer.RowStep, layer.ColumnStep];
            ReadOnlySpan<long> pads = [layer.Padding, layer.Padding, layer.Padding, layer.Padding];
            var y = layer.IsTransposed
                ? graph.ConvTranspose(x, weight, bias, steps, pads, [layer.OutputPadding, layer.OutputPadding])
                : graph.Conv(x, weight, bias, steps, pads);
            y = graph.BatchNorm(y, Weight(layer, "1.weight"), Weight(layer, "1.bias"), Weight(layer, "1.running_mean"), Weight(layer, "1.running_var"));
            return graph.Relu(layer.IsResidual ? graph.Add(y, x) : y);
        }

        private GraphValue Weight(Wav2LipLayer layer, string name) => graph.Weight(tensors, $"{layer.Path}.conv_block.{name}");

        private GraphValue Observed(string module, GraphValue value)
        {
            if (observe?.Contains(module) == true)
            {
                graph.Output(module, value, TensorType.Float32);
            }

            return value;
        }
    }
}
