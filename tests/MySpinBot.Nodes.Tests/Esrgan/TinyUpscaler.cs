using MySpinBot.Checkpoints;

namespace MySpinBot.Nodes.Tests.Esrgan;

/// <summary>Writes a small SRVGGNetCompact whose weights nobody trained: they are those of an interpolation, so that pictures look as they should. It stands in where no real model is at hand.</summary>
/// <remarks>Three convolutions. The first keeps the colours, and adds a channel that is 1. The second gives every colour of the 3×3 neighbours and, with that 1, which of them lie outside the picture, where a pixel's own colour takes
/// their place: max(colour − 1, 0) is 0 inside, max(colour − 0, 0) the colour outside. The third weighs them: half quadratic interpolation, half a quadratic spline.</remarks>
internal static class TinyUpscaler
{
    private const int Colours = 3;
    private const int Neighbours = 9;
    private const int Middle = 4;

    // 27 colours of neighbours, then 24 of what stands in for those outside.
    private const int Features = (Colours * Neighbours) + (Colours * (Neighbours - 1));

    /// <summary>Writes <c>upscale_models/NAME</c> below a folder of models, as safetensors.</summary>
    /// <returns>The file.</returns>
    public static string Write(string models, string name = "tiny-x4.safetensors", int scale = 4)
    {
        var folder = Directory.CreateDirectory(Path.Combine(models, "upscale_models")).FullName;
        using var file = File.Create(Path.Combine(folder, name));
        SafetensorsWriter.Write(Weights(scale), null, file);
        return file.Name;
    }

    /// <summary>Its weights, under Real-ESRGAN's names.</summary>
    public static MemoryTensors Weights(int scale) => new MemoryTensors()
        .Add("body.0.weight", Colouring(), Features, Colours, 3, 3).Add("body.0.bias", [.. Enumerable.Range(0, Features).Select(feature => feature == Colours ? 1f : 0)], Features)
        .Add("body.1.weight", [.. Enumerable.Repeat(1f, Features)], Features)
        .Add("body.2.weight", Looking(), Features, Features, 3, 3).Add("body.2.bias", new float[Features], Features)
        .Add("body.3.weight", [.. Enumerable.Range(0, Features).Select(feature => feature < Colours * Neighbours ? 1f : 0)], Features)
        .Add("body.4.weight", Weighing(scale), Colours * scale * scale, Features, 3, 3).Add("body.4.bias", new float[Colours * scale * scale], Colours * scale * scale);

    private static float[] Colouring()
    {
        var weights = new float[Features * Colours * Neighbours];
        for (var colour = 0; colour < Colours; colour++)
        {
            weights[(((colour * Colours) + colour) * Neighbours) + Middle] = 1;
        }

        return weights;
    }

    private static float[] Looking()
    {
        var weights = new float[Features * Features * Neighbours];
        for (var colour = 0; colour < Colours; colour++)
        {
            for (var neighbour = 0; neighbour < Neighbours; neighbour++)
            {
                weights[At(Inside(colour, neighbour), colour, neighbour)] = 1;
                if (neighbour != Middle)
                {
                    weights[At(Outside(colour, neighbour), colour, Middle)] = 1;
                    weights[At(Outside(colour, neighbour), Colours, neighbour)] = -1;
                }
            }
        }

        return weights;
    }

    private static float[] Weighing(int scale)
    {
        var weights = new float[Colours * scale * scale * Features * Neighbours];
        for (var result = 0; result < Colours * scale * scale; result++)
        {
            var (colour, down, right) = (result / (scale * scale), result / scale % scale, result % scale);
            for (var neighbour = 0; neighbour < Neighbours; neighbour++)
            {
                // The network adds the pixel itself to what comes out here.
                var weight = Weight(down, scale, neighbour / 3) * Weight(right, scale, neighbour % 3);
                weights[At(result, Inside(colour, neighbour), Middle)] = weight - (neighbour == Middle ? 1 : 0);
                if (neighbour != Middle)
                {
                    weights[At(result, Outside(colour, neighbour), Middle)] = weight;
                }
            }
        }

        return weights;
    }

    private static float Weight(int place, int scale, int neighbour)
    {
        var at = ((place + 0.5) / scale) - 0.5;
        return (float)(neighbour switch
        {
            0 => (at * (at - 1) / 2) + (0.5 * (0.5 - at) * (0.5 - at)),
            1 => 1 - (at * at) + 0.75 - (at * at),
            _ => (at * (at + 1) / 2) + (0.5 * (0.5 + at) * (0.5 + at)),
        } / 2);
    }

    private static int Inside(int colour, int neighbour) => (colour * Neighbours) + neighbour;

    private static int Outside(int colour, int neighbour) => (Colours * Neighbours) + (colour * (Neighbours - 1)) + (neighbour < Middle ? neighbour : neighbour - 1);

    private static int At(int given, int taken, int neighbour) => (((given * Features) + taken) * Neighbours) + neighbour;
}
