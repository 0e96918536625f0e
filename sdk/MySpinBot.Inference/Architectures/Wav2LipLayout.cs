using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>What a Wav2Lip generator is made of: widths, depths and kernels are read from the weights, strides and paddings follow from where a layer stands.</summary>
/// <remarks>Topology after Prajwal et al., "A Lip Sync Expert Is All You Need for Speech to Lip Generation In the Wild" (2020), models/wav2lip.py. Each block of the face encoder
/// but the first halves the picture, the last takes all of it into one place; the decoder goes the same way back. So the number of blocks gives the size of the picture.</remarks>
internal sealed class Wav2LipLayout
{
    private const string Convolution = ".conv_block.0.weight";

    // (rows, columns) of the stages of the audio encoder: 80×16 → 27×16 → 9×6 → 3×3, and the last one takes the whole.
    private static readonly (long Rows, long Columns)[] AudioSteps = [(1, 1), (3, 1), (3, 3), (3, 2)];

    // Where the stages of the published audio encoder begin; its widths alone do not say it where two neighbours are equal.
    private static readonly int[] PublishedAudio = [0, 3, 6, 9, 11, 12];

    private readonly ITensors _tensors;

    private Wav2LipLayout(ITensors tensors) => _tensors = tensors;

    /// <summary>The blocks of the face encoder.</summary>
    public ImmutableArray<ImmutableArray<Wav2LipLayer>> FaceEncoder { get; private set; }

    /// <summary>The audio encoder.</summary>
    public ImmutableArray<Wav2LipLayer> AudioEncoder { get; private set; }

    /// <summary>The blocks of the face decoder; to what each gives the encoder's block of the same size is joined.</summary>
    public ImmutableArray<ImmutableArray<Wav2LipLayer>> FaceDecoder { get; private set; }

    /// <summary>The last convolutions but one.</summary>
    public ImmutableArray<Wav2LipLayer> Output { get; private set; }

    /// <summary>Rows and columns of the face that the model takes and gives.</summary>
    public int FaceSize { get; private set; }

    /// <summary>Name of the weights that make colours of features: a convolution of one tap without normalisation.</summary>
    public string Colours => string.Create(CultureInfo.InvariantCulture, $"output_block.{Output.Length}");

    /// <summary>Whether these tensors are a generator, by their names.</summary>
    public static bool Knows(ITensors tensors)
        => tensors.TryGet("face_encoder_blocks.0.0.conv_block.0.weight", out _) && tensors.TryGet("audio_encoder.0.conv_block.0.weight", out _)
            && tensors.TryGet("face_decoder_blocks.0.0.conv_block.0.weight", out _) && tensors.TryGet("output_block.0.conv_block.0.weight", out _);

    /// <summary>Reads it.</summary>
    /// <exception cref="CheckpointException">The tensors are no generator, or do not fit each other.</exception>
    public static Wav2LipLayout Read(ITensors tensors)
    {
        if (!Knows(tensors))
        {
            throw new CheckpointException(Other(tensors));
        }

        var layout = new Wav2LipLayout(tensors);
        layout.ReadAll();
        return layout;
    }

    private void ReadAll()
    {
        FaceEncoder = [.. Blocks("face_encoder_blocks")];
        FaceDecoder = [.. Blocks("face_decoder_blocks")];
        AudioEncoder = Audio(Sequence("audio_encoder", isTransposedFirst: false));
        Output = [.. Sequence("output_block", isTransposedFirst: false).Select(layer => layer.Same())];
        if (FaceEncoder.Length < 3 || FaceDecoder.Length != FaceEncoder.Length || FaceEncoder.Length > 12)
        {
            throw Unlike($"its face encoder has {FaceEncoder.Length} blocks and its decoder {FaceDecoder.Length}, where both have the same number, seven in the published model");
        }

        var last = FaceEncoder.Length - 1;
        FaceEncoder = [.. FaceEncoder.Select((block, at) => Encoding(block, at, last))];
        FaceDecoder = [.. FaceDecoder.Select(Decoding)];
        FaceSize = checked((int)FaceEncoder[last][0].Kernel << (last - 1));
        CheckChain();
    }

    private static ImmutableArray<Wav2LipLayer> Encoding(ImmutableArray<Wav2LipLayer> block, int at, int last)
        => [.. block.Select((layer, i) => i > 0 ? (at == last ? layer.Same() : layer.Residual()) : at == 0 ? layer.Same() : at == last ? layer : layer.Strided(2, 2))];

    private static ImmutableArray<Wav2LipLayer> Decoding(ImmutableArray<Wav2LipLayer> block, int at)
        => [.. block.Select((layer, i) => i > 0 ? layer.Residual() : at switch { 0 => layer.Same(), 1 => layer.Opening(), _ => layer.Doubling() })];

    private static ImmutableArray<Wav2LipLayer> Audio(ImmutableArray<Wav2LipLayer> layers)
    {
        // A stage begins where the width changes; the last layer mixes channels only.
        int[] starts = layers.Length == PublishedAudio[^1] + 1
            ? PublishedAudio
            : [.. Enumerable.Range(0, layers.Length - 1).Where(i => i == 0 || layers[i].Inputs != layers[i].Outputs), layers.Length - 1];
        if (starts.Length != AudioSteps.Length + 2)
        {
            throw Unlike($"the widths of its audio encoder change {starts.Length - 2} times, and those of a Wav2Lip generator change {AudioSteps.Length} times");
        }

        var built = layers.ToBuilder();
        for (int i = 0, stage = -1; i < layers.Length; i++)
        {
            stage += stage + 1 < starts.Length && starts[stage + 1] == i ? 1 : 0;
            built[i] = starts[stage] != i ? layers[i].Residual()
                : stage < AudioSteps.Length ? layers[i].Strided(AudioSteps[stage].Rows, AudioSteps[stage].Columns)
                : stage == AudioSteps.Length ? layers[i]
                : layers[i].Same();
        }

        return built.MoveToImmutable();
    }

    private IEnumerable<ImmutableArray<Wav2LipLayer>> Blocks(string name)
    {
        for (var i = 0; ; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{name}.{i}");
            if (!_tensors.TryGet($"{path}.0{Convolution}", out _))
            {
                yield break;
            }

            yield return Sequence(path, isTransposedFirst: name == "face_decoder_blocks" && i > 0);
        }
    }

    private ImmutableArray<Wav2LipLayer> Sequence(string name, bool isTransposedFirst)
    {
        var layers = ImmutableArray.CreateBuilder<Wav2LipLayer>();
        while (TryLayer(string.Create(CultureInfo.InvariantCulture, $"{name}.{layers.Count}"), isTransposedFirst && layers.Count == 0, out var layer))
        {
            layers.Add(layer);
        }

        return layers.ToImmutable();
    }

    private bool TryLayer(string path, bool isTransposed, [NotNullWhen(true)] out Wav2LipLayer? layer)
    {
        layer = null;
        if (!_tensors.TryGet(path + Convolution, out var weights))
        {
            return false;
        }

        if (weights.Shape is not [var first, var second, var rows, var columns] || rows != columns || rows is < 1 or > 15 || rows % 2 == 0 || !weights.Type.IsFloat())
        {
            throw Unlike($"'{weights.Name}' is [{string.Join(", ", weights.Shape)}], where a square kernel of an odd number of floating-point taps is wanted");
        }

        layer = isTransposed ? new Wav2LipLayer(path, first, second, rows) : new Wav2LipLayer(path, second, first, rows);
        return true;
    }

    /// <summary>What one layer gives is what the next one takes.</summary>
    private void CheckChain()
    {
        var skips = new Stack<long>();
        var face = 6L;
        foreach (var block in FaceEncoder)
        {
            face = Through(block, face);
            skips.Push(face);
        }

        var features = Through(AudioEncoder, 1);
        foreach (var block in FaceDecoder)
        {
            features = Through(block, features) + skips.Pop();
        }

        features = Through(Output, features);
        if (!_tensors.TryGet($"{Colours}.weight", out var colours) || colours.Shape is not [3, var taken, 1, 1] || taken != features)
        {
            throw Unlike($"'{Colours}.weight' should be [3, {features}, 1, 1], the colours of what comes before");
        }
    }

    private static long Through(ImmutableArray<Wav2LipLayer> layers, long channels)
    {
        foreach (var layer in layers)
        {
            if (layer.Inputs != channels || (layer.IsResidual && layer.Outputs != channels))
            {
                throw Unlike($"'{layer.Path}' takes {layer.Inputs} channels and gives {layer.Outputs}, and what comes before it gives {channels}");
            }

            channels = layer.Outputs;
        }

        return channels;
    }

    private static CheckpointException Unlike(string why)
        => new($"The weights have the names of a Wav2Lip generator, but {why}. Wav2Lip's published models (wav2lip.pth, wav2lip_gan.pth) and models of the same topology can be used.");

    private static string Other(ITensors tensors)
        => tensors.TryGet("face_encoder.0.conv_block.0.weight", out _)
            ? "This is SyncNet, the expert that judged Wav2Lip's lips while it was trained; it makes no pictures. Choose wav2lip.pth or wav2lip_gan.pth."
            : tensors.TryGet("binary_pred.0.weight", out _)
            ? "This is the discriminator that judged Wav2Lip's pictures while it was trained; it makes none itself. Choose wav2lip.pth or wav2lip_gan.pth."
            : "The file holds no Wav2Lip generator: tensors such as 'face_encoder_blocks.0.0.conv_block.0.weight', 'audio_encoder.0.conv_block.0.weight' and "
                + "'output_block.0.conv_block.0.weight' are missing. Choose wav2lip.pth or wav2lip_gan.pth.";
}
