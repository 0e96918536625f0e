namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Averages each number of a track over a window of frames, so that boxes do not tremble.</summary>
/// <remarks>As get_smoothened_boxes of Wav2Lip's inference.py (T = 5), but centred: a box that looks ahead only runs before its face. Towards both ends the window narrows evenly, so the first and the last frame stay where they were seen.
/// A track lies within one shot, so nothing is averaged over a cut.</remarks>
internal static class Smoothing
{
    /// <summary>The averages.</summary>
    /// <param name="values">[frames, numbers].</param>
    /// <param name="width">Numbers of a frame.</param>
    /// <param name="window">Frames to average over: of an even number, one less.</param>
    public static double[] Centred(double[] values, int width, int window)
    {
        var (count, most) = (values.Length / width, (window - 1) / 2);
        if (most < 1 || count < 3)
        {
            return values;
        }

        var smooth = new double[values.Length];
        for (var i = 0; i < count; i++)
        {
            var reach = Math.Min(most, Math.Min(i, count - 1 - i));
            for (var k = 0; k < width; k++)
            {
                var sum = 0.0;
                for (var j = i - reach; j <= i + reach; j++)
                {
                    sum += values[(j * width) + k];
                }

                smooth[(i * width) + k] = sum / ((2 * reach) + 1);
            }
        }

        return smooth;
    }
}
