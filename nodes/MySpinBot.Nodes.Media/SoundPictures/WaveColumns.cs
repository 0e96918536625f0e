namespace MySpinBot.Nodes.Media;

/// <summary>What a sound does within one column of its picture.</summary>
/// <param name="Lowest">Its lowest value.</param>
/// <param name="Highest">Its highest value.</param>
/// <param name="Effective">Its root mean square.</param>
internal readonly record struct WaveColumn(float Lowest, float Highest, float Effective)
{
    /// <summary>Divides a sound into columns. Between two samples it is a straight line, so that neighbouring columns always touch.</summary>
    public static WaveColumn[] Of(ReadOnlySpan<float> sound, int count)
    {
        var columns = new WaveColumn[count];
        for (var column = 0; column < count; column++)
        {
            var (from, to) = ((double)sound.Length * column / count, (double)sound.Length * (column + 1) / count);
            var (first, last) = (At(sound, from), At(sound, to));
            var (lowest, highest, power) = (Math.Min(first, last), Math.Max(first, last), 0.0);
            var (begin, end) = ((int)Math.Ceiling(from), (int)Math.Min(Math.Ceiling(to), sound.Length));
            for (var i = begin; i < end; i++)
            {
                var value = Finite(sound[i]);
                (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
                power += value * value;
            }

            var effective = end > begin ? Math.Sqrt(power / (end - begin)) : Math.Abs(first);
            columns[column] = new WaveColumn(lowest, highest, (float)effective);
        }

        return columns;
    }

    private static float At(ReadOnlySpan<float> sound, double place)
    {
        var below = Math.Min((int)place, sound.Length - 1);
        var value = Finite(sound[below]);
        return value + (float)((Finite(sound[Math.Min(below + 1, sound.Length - 1)]) - value) * (place - (int)place));
    }

    private static float Finite(float value) => float.IsFinite(value) ? value : 0;
}
