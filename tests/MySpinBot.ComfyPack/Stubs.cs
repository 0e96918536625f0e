using System.ComponentModel.DataAnnotations;

namespace MySpinBot.ComfyPack;

/// <summary>Sources for tests.</summary>
public static class Stubs
{
    private const double Gibi = 1024.0 * 1024 * 1024;
    private const double MostWidth = 4096.0 * 4096 * 4096;

    /// <summary>A white, black or noisy picture.</summary>
    [Node("StubImage", Title = "Stub Image", Category = "Testing/Stub Nodes")]
    public static Image Picture(
        [Choices("WHITE", "BLACK", "NOISE")] string content,
        [Range(1, Gibi), Input(Step = 1)] int height = 512,
        [Range(1, MostWidth), Input(Step = 1)] long width = 512,
        [Range(1, Gibi), Input(Name = "batch_size", Step = 1)] int batchSize = 1)
        => content switch
        {
            "WHITE" => Pixels.Even(batchSize, height, Fitting(width), 1),
            "BLACK" => Pixels.Even(batchSize, height, Fitting(width), 0),
            _ => Image.Create(batchSize, height, Fitting(width), 3, Fill),
        };

    /// <summary>A picture of one grey.</summary>
    [Node("StubConstantImage", Title = "Stub Constant Image", Category = "Testing/Stub Nodes")]
    public static Image ConstantPicture(
        [Range(0, 1), Input(Step = 0.01)] double value = 0.5,
        [Range(1, Gibi), Input(Step = 1)] int height = 512,
        [Range(1, MostWidth), Input(Step = 1)] long width = 512,
        [Range(1, Gibi), Input(Name = "batch_size", Step = 1)] int batchSize = 1)
        => Pixels.Even(batchSize, height, Fitting(width), (float)value);

    /// <summary>A mask of one value.</summary>
    [Node("StubMask", Title = "Stub Mask", Category = "Testing/Stub Nodes")]
    public static Mask EvenMask(
        [Range(0, 1), Input(Step = 0.01)] double value = 0.5,
        [Range(1, Gibi), Input(Step = 1)] int height = 512,
        [Range(1, MostWidth), Input(Step = 1)] long width = 512,
        [Range(1, Gibi), Input(Name = "batch_size", Step = 1)] int batchSize = 1)
    {
        var values = new float[(long)batchSize * height * Fitting(width)];
        Array.Fill(values, (float)value);
        return Mask.Own(batchSize, height, Fitting(width), values);
    }

    /// <summary>A whole number.</summary>
    [Node("StubInt", Title = "Stub Int", Category = "Testing/Stub Nodes")]
    public static long Whole([Range(-4294967295.0, 4294967295.0), Input(Step = 1)] long value = 0) => value;

    /// <summary>A number.</summary>
    [Node("StubFloat", Title = "Stub Float", Category = "Testing/Stub Nodes")]
    public static double Number([Range(-1.0e38, 1.0e38), Input(Step = 0.01)] double value = 0) => value;

    private static int Fitting(long width)
        => width <= int.MaxValue ? (int)width : throw new NodeFailure($"A picture {width} pixels wide is too large; {int.MaxValue} is the most.") { Input = "width" };

    // Noise as ComfyUI's pack has it: a node that is not declared volatile, so its first noise is what is remembered.
    private static void Fill(float[] pixels)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = Random.Shared.NextSingle();
        }
    }
}
