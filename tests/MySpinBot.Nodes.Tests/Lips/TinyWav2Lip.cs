using System.Globalization;
using MySpinBot.Checkpoints;

namespace MySpinBot.Nodes.Tests.Lips;

/// <summary>Makes a Wav2Lip generator of the published topology with hardly any channels and random weights: it makes coloured noise that follows the sound, at no cost.</summary>
internal static class TinyWav2Lip
{
    // (inputs, outputs, kernel) of each layer, block by block.
    private static readonly (long, long, long)[][] FaceEncoder =
    [
        [(6, 2, 7)], [(2, 2, 3), (2, 2, 3), (2, 2, 3)], [(2, 3, 3), (3, 3, 3), (3, 3, 3), (3, 3, 3)], [(3, 4, 3), (4, 4, 3), (4, 4, 3)],
        [(4, 4, 3), (4, 4, 3), (4, 4, 3)], [(4, 6, 3), (6, 6, 3)], [(6, 6, 3), (6, 6, 1)],
    ];

    private static readonly (long, long, long)[] AudioEncoder =
    [
        (1, 2, 3), (2, 2, 3), (2, 2, 3), (2, 3, 3), (3, 3, 3), (3, 3, 3), (3, 4, 3), (4, 4, 3), (4, 4, 3), (4, 5, 3), (5, 5, 3), (5, 6, 3), (6, 6, 1),
    ];

    private static readonly (long, long, long)[][] FaceDecoder =
    [
        [(6, 6, 1)], [(12, 6, 3), (6, 6, 3)], [(12, 6, 3), (6, 6, 3), (6, 6, 3)], [(10, 5, 3), (5, 5, 3), (5, 5, 3)],
        [(9, 4, 3), (4, 4, 3), (4, 4, 3)], [(7, 3, 3), (3, 3, 3), (3, 3, 3)], [(5, 3, 3), (3, 3, 3), (3, 3, 3)],
    ];

    /// <summary>Writes it as <c>wav2lip/tiny.safetensors</c> below a folder of models.</summary>
    /// <returns>The file's path.</returns>
    public static string Write(string models)
    {
        var (tensors, random) = (new MemoryTensors(), new Random(5));
        for (var block = 0; block < FaceEncoder.Length; block++)
        {
            Add(tensors, random, Path("face_encoder_blocks", block), FaceEncoder[block], isOpening: false);
            Add(tensors, random, Path("face_decoder_blocks", block), FaceDecoder[block], isOpening: block > 0);
        }

        Add(tensors, random, "audio_encoder", AudioEncoder, isOpening: false);
        Add(tensors, random, "output_block", [(5, 4, 3)], isOpening: false);
        tensors.Add("output_block.1.weight", Numbers(random, 12, 0.8f), 3, 4, 1, 1).Add("output_block.1.bias", Numbers(random, 3, 0.3f), 3);

        var folder = Directory.CreateDirectory(System.IO.Path.Combine(models, "wav2lip")).FullName;
        var file = System.IO.Path.Combine(folder, "tiny.safetensors");
        using var output = File.Create(file);
        SafetensorsWriter.Write(tensors, null, output);
        return file;
    }

    private static void Add(MemoryTensors tensors, Random random, string path, (long Inputs, long Outputs, long Kernel)[] layers, bool isOpening)
    {
        for (var i = 0; i < layers.Length; i++)
        {
            var ((inputs, outputs, kernel), name) = (layers[i], $"{Path(path, i)}.conv_block");
            var (first, second) = isOpening && i == 0 ? (inputs, outputs) : (outputs, inputs);
            tensors
                .Add($"{name}.0.weight", Numbers(random, (int)(first * second * kernel * kernel), 1f / kernel), first, second, kernel, kernel)
                .Add($"{name}.0.bias", Numbers(random, (int)outputs, 0.2f), outputs)
                .Add($"{name}.1.weight", [.. Numbers(random, (int)outputs, 0.2f).Select(value => 1 + value)], outputs)
                .Add($"{name}.1.bias", Numbers(random, (int)outputs, 0.2f), outputs)
                .Add($"{name}.1.running_mean", Numbers(random, (int)outputs, 0.2f), outputs)
                .Add($"{name}.1.running_var", [.. Numbers(random, (int)outputs, 0.4f).Select(value => 1 + value)], outputs);
        }
    }

    private static float[] Numbers(Random random, int count, float reach) => [.. Enumerable.Range(0, count).Select(_ => ((float)random.NextDouble() - 0.5f) * 2 * reach)];

    private static string Path(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}.{index}");
}
