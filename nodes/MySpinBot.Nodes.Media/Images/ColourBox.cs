namespace MySpinBot.Nodes.Media;

/// <summary>Some of a picture's colours, and where they are best cut in two.</summary>
internal sealed class ColourBox
{
    private readonly ArraySegment<ColourCell> _cells;
    private readonly int _axis;
    private readonly int _level;

    private ColourBox(ArraySegment<ColourCell> cells)
    {
        _cells = cells;
        for (var axis = 0; axis < 3; axis++)
        {
            var (gain, level) = BestCut(cells, axis);
            if (gain > Gain)
            {
                (Gain, _axis, _level) = (gain, axis, level);
            }
        }

        var all = Sum.Of(cells);
        Mean = new ColourCell((float)(all.Red / all.Weight), (float)(all.Green / all.Weight), (float)(all.Blue / all.Weight), (float)all.Weight);
    }

    /// <summary>By how much the cut lessens the squared error; 0 where there is nothing to cut.</summary>
    internal double Gain { get; }

    /// <summary>The mean of the colours.</summary>
    internal ColourCell Mean { get; }

    /// <summary>A box of all these colours, which are put into another order as boxes are cut.</summary>
    internal static ColourBox Of(ColourCell[] cells) => new(cells);

    /// <summary>The two parts.</summary>
    internal (ColourBox Low, ColourBox High) Cut()
    {
        var (low, high) = (0, _cells.Count - 1);
        while (low <= high)
        {
            if (Level(_cells[low], _axis) <= _level)
            {
                low++;
            }
            else
            {
                (_cells.AsSpan()[low], _cells.AsSpan()[high]) = (_cells[high], _cells[low]);
                high--;
            }
        }

        return (new(_cells[..low]), new(_cells[low..]));
    }

    private static (double Gain, int Level) BestCut(ArraySegment<ColourCell> cells, int axis)
    {
        var levels = new Sum[256];
        foreach (var cell in cells)
        {
            levels[Level(cell, axis)] += new Sum(cell);
        }

        var (all, below, best) = (Sum.Of(cells), default(Sum), (Gain: 0.0, Level: 0));
        for (var level = 0; level < 255; level++)
        {
            below += levels[level];
            var above = all - below;
            if (levels[level].Weight > 0 && above.Weight > 0.5 && below.Energy + above.Energy - all.Energy is var gain && gain > best.Gain)
            {
                best = (gain, level);
            }
        }

        return best;
    }

    private static int Level(ColourCell cell, int axis) => (int)(axis == 0 ? cell.Red : axis == 1 ? cell.Green : cell.Blue);

    private readonly record struct Sum(double Red, double Green, double Blue, double Weight)
    {
        internal Sum(ColourCell cell)
            : this(cell.Red * cell.Weight, cell.Green * cell.Weight, cell.Blue * cell.Weight, cell.Weight)
        {
        }

        /// <summary>What the squares of the errors are less by, when the mean stands for all.</summary>
        internal double Energy => Weight > 0 ? ((Red * Red) + (Green * Green) + (Blue * Blue)) / Weight : 0;

        public static Sum operator +(Sum one, Sum other) => new(one.Red + other.Red, one.Green + other.Green, one.Blue + other.Blue, one.Weight + other.Weight);

        public static Sum operator -(Sum one, Sum other) => new(one.Red - other.Red, one.Green - other.Green, one.Blue - other.Blue, one.Weight - other.Weight);

        internal static Sum Of(ArraySegment<ColourCell> cells)
        {
            var sum = default(Sum);
            foreach (var cell in cells)
            {
                sum += new Sum(cell);
            }

            return sum;
        }
    }
}
