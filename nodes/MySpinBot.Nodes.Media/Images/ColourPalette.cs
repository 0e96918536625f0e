namespace MySpinBot.Nodes.Media;

/// <summary>Few colours that stand for many, chosen so that the squares of the errors are small.</summary>
/// <remarks>Boxes of colours are cut where that lessens the squared error most (Xiaolin Wu, "Color Quantization by Dynamic Programming and Principal Analysis", 1992, greedily);
/// then each colour is moved to the mean of those it stands for, a few times (Stuart Lloyd, "Least Squares Quantization in PCM", 1982).</remarks>
internal static class ColourPalette
{
    private const int Rounds = 6;

    /// <summary>At most <paramref name="colours"/> colours; the picture's own where it has no more.</summary>
    /// <param name="levels">Red, green and blue of each pixel.</param>
    /// <param name="colours">How many.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Red, green and blue of each colour.</returns>
    internal static byte[] Of(ReadOnlySpan<byte> levels, int colours, CancellationToken cancellation)
    {
        var cells = ColourCells.Of(levels);
        var palette = Split(cells, colours, cancellation);
        for (var round = 0; round < Rounds && palette.Length < cells.Length; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            palette = Moved(cells, palette);
        }

        var bytes = new byte[palette.Length * 3];
        for (var i = 0; i < palette.Length; i++)
        {
            (bytes[3 * i], bytes[(3 * i) + 1], bytes[(3 * i) + 2]) = (Level(palette[i].Red), Level(palette[i].Green), Level(palette[i].Blue));
        }

        return bytes;
    }

    private static byte Level(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);

    private static ColourCell[] Split(ColourCell[] cells, int colours, CancellationToken cancellation)
    {
        var boxes = new List<ColourBox> { ColourBox.Of(cells) };
        while (boxes.Count < colours)
        {
            cancellation.ThrowIfCancellationRequested();
            var worst = Enumerable.Range(0, boxes.Count).MaxBy(i => boxes[i].Gain);
            if (boxes[worst].Gain <= 0)
            {
                break;
            }

            var (low, high) = boxes[worst].Cut();
            boxes[worst] = low;
            boxes.Add(high);
        }

        return [.. boxes.Select(box => box.Mean)];
    }

    private static ColourCell[] Moved(ColourCell[] cells, ColourCell[] palette)
    {
        var sums = new (double Red, double Green, double Blue, double Weight)[palette.Length];
        var nearest = new NearestMean(palette);
        foreach (var cell in cells)
        {
            ref var sum = ref sums[nearest.To(cell)];
            sum = (sum.Red + (cell.Red * cell.Weight), sum.Green + (cell.Green * cell.Weight), sum.Blue + (cell.Blue * cell.Weight), sum.Weight + cell.Weight);
        }

        return [.. sums.Select((sum, i) => sum.Weight == 0 ? palette[i] : new ColourCell((float)(sum.Red / sum.Weight), (float)(sum.Green / sum.Weight), (float)(sum.Blue / sum.Weight), (float)sum.Weight))];
    }
}
