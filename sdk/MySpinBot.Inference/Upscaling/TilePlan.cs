using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <summary>A piece of one side of a picture: what is computed at once, and what is kept of it.</summary>
/// <param name="Start">Where what is computed begins; never before the picture.</param>
/// <param name="Size">How much is computed. It may reach past the end of the picture, which is mirrored there.</param>
/// <param name="From">Where what is kept begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Ramp">How many of the pixels that are kept first are mixed with those of the piece before, from none to all.</param>
internal readonly record struct TileSpan(int Start, int Size, int From, int To, int Ramp);

/// <summary>How a picture is cut up: rows and columns of pieces. All are of one size, so that a session plans its memory once.</summary>
internal sealed record TilePlan(ImmutableArray<TileSpan> Columns, ImmutableArray<TileSpan> Rows)
{
    public int Count => Columns.Length * Rows.Length;

    public int LargestWidth => Columns.Max(span => span.Size);

    public int LargestHeight => Rows.Max(span => span.Size);

    /// <summary>Cuts a picture up.</summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows.</param>
    /// <param name="largest">The largest side of a piece.</param>
    /// <param name="cut">What the model asks for.</param>
    public static TilePlan Of(int width, int height, int largest, TileCut cut)
        => new(Side(width, cut.FixedWidth ?? largest, cut.FixedWidth is not null, cut), Side(height, cut.FixedHeight ?? largest, cut.FixedHeight is not null, cut));

    // Pieces overlap by two borders at least; neighbours meet in the middle of what they share.
    private static ImmutableArray<TileSpan> Side(int length, int largest, bool isFixed, TileCut cut)
    {
        var (whole, border) = (Up(length, cut.Multiple), Up(cut.Border, cut.Multiple));
        largest = isFixed ? largest : Math.Max(largest / cut.Multiple * cut.Multiple, cut.Least);
        if (whole <= largest)
        {
            return [new TileSpan(0, isFixed ? largest : whole, 0, length, 0)];
        }

        var count = (int)Over(whole - (2L * border), largest - (2 * border));
        var size = isFixed ? largest : Up((int)Over(whole + ((count - 1) * 2L * border), count), cut.Multiple);
        var step = Up((int)Over(whole - size, count - 1), cut.Multiple);
        var starts = Enumerable.Range(0, count).Select(i => Math.Min(i * step, whole - size)).ToArray();
        var meetings = starts.Zip(starts.Skip(1), (one, next) => (one + size + next) / 2).ToArray();
        return [.. starts.Select((start, i) => new TileSpan(
            start,
            size,
            i == 0 ? 0 : meetings[i - 1] - cut.Feather,
            i == count - 1 ? length : Math.Min(meetings[i] + cut.Feather, length),
            i == 0 ? 0 : 2 * cut.Feather))];
    }

    internal static int Up(int value, int multiple) => checked((value + multiple - 1) / multiple * multiple);

    private static long Over(long dividend, int divisor) => (dividend + divisor - 1) / divisor;
}

/// <summary>What a model asks of the pieces that a picture is cut into, in pixels of the picture.</summary>
/// <param name="Multiple">What sides have to be a multiple of.</param>
/// <param name="Border">How far a piece has to reach beyond what is kept of it.</param>
/// <param name="Feather">How far, on either side of where two pieces meet, they are mixed; part of the border.</param>
/// <param name="FixedWidth">The only width that the model takes; null where it takes any.</param>
/// <param name="FixedHeight">The only height.</param>
internal sealed record TileCut(int Multiple, int Border, int Feather, int? FixedWidth = null, int? FixedHeight = null)
{
    // Less than this of a piece is not worth its borders.
    private const int LeastKept = 32;

    /// <summary>The smallest piece that a picture is cut into.</summary>
    public int Least => TilePlan.Up((2 * TilePlan.Up(Border, Multiple)) + LeastKept, Multiple);
}
