namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Tells where one shot ends and another begins: from one frame to the next both the places of colours and the colours themselves are others, much more than they were of late.</summary>
/// <remarks>Frames are compared by the means of a grid of cells, and by a histogram of 4 × 4 × 4 colours. Movement changes the first, light changes both a little; a cut changes both at once.</remarks>
internal sealed class CutDetection(int width, int height)
{
    private const int Grid = 16, PointsOfCell = 6, Levels = 4;

    /// <summary>The least mean difference of cells, in levels 0..255, and the least share of colours that change.</summary>
    private const double LeastDifference = 14, LeastColours = 0.25;

    /// <summary>A difference that is a cut whatever the colours.</summary>
    private const double SureDifference = 45;

    /// <summary>How much more than of late.</summary>
    private const double LeastRise = 2.5;

    private readonly float[] _cells = new float[Grid * Grid * 3], _cellsBefore = new float[Grid * Grid * 3];
    private readonly int[] _colours = new int[Levels * Levels * Levels], _coloursBefore = new int[Levels * Levels * Levels];
    private bool _isFirst = true;
    private double _recent;

    /// <summary>Whether a new shot begins with this frame. Frames come in order; the first one begins none.</summary>
    /// <param name="frame">Packed RGB bytes.</param>
    public bool Begins(ReadOnlySpan<byte> frame)
    {
        _cells.AsSpan().CopyTo(_cellsBefore);
        _colours.AsSpan().CopyTo(_coloursBefore);
        Measure(frame);
        if (_isFirst)
        {
            _isFirst = false;
            return false;
        }

        var (difference, colours) = (Difference(), Colours());
        var rises = difference > LeastRise * _recent;
        if (rises && ((difference > LeastDifference && colours > LeastColours) || difference > SureDifference))
        {
            _recent = 0;
            return true;
        }

        _recent = (0.8 * _recent) + (0.2 * difference);
        return false;
    }

    private void Measure(ReadOnlySpan<byte> frame)
    {
        _cells.AsSpan().Clear();
        _colours.AsSpan().Clear();
        const int Points = Grid * PointsOfCell;
        for (var j = 0; j < Points; j++)
        {
            var y = (int)(((2L * j) + 1) * height / (2 * Points));
            for (var i = 0; i < Points; i++)
            {
                var x = (int)(((2L * i) + 1) * width / (2 * Points));
                var pixel = frame.Slice(((y * width) + x) * 3, 3);
                var cell = ((j / PointsOfCell * Grid) + (i / PointsOfCell)) * 3;
                _cells[cell] += pixel[0];
                _cells[cell + 1] += pixel[1];
                _cells[cell + 2] += pixel[2];
                _colours[(((pixel[0] >> 6) * Levels) + (pixel[1] >> 6)) * Levels + (pixel[2] >> 6)]++;
            }
        }
    }

    private double Difference()
    {
        var sum = 0.0;
        for (var i = 0; i < _cells.Length; i++)
        {
            sum += Math.Abs(_cells[i] - _cellsBefore[i]);
        }

        return sum / (_cells.Length * PointsOfCell * PointsOfCell);
    }

    private double Colours()
    {
        var sum = 0L;
        for (var i = 0; i < _colours.Length; i++)
        {
            sum += Math.Abs(_colours[i] - _coloursBefore[i]);
        }

        return sum / (2.0 * Grid * Grid * PointsOfCell * PointsOfCell);
    }
}
