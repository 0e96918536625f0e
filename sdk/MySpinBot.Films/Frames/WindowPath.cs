using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Where the window of a pan and zoom lies at a time, in pixels of the frame and in fractions of them. It never leaves the frame.</summary>
internal sealed class WindowPath
{
    private readonly PanZoomEdit _edit;
    private readonly double _fullWidth;
    private readonly double _fullHeight;
    private readonly (double X, double Y, double Size) _from;
    private readonly (double X, double Y, double Size) _to;

    public WindowPath(PanZoomEdit edit, int width, int height)
    {
        _edit = edit;
        var ratio = (double)edit.Width / edit.Height;
        (_fullWidth, _fullHeight) = (Math.Min(width, height * ratio), Math.Min(height, width / ratio));
        (_from, _to) = (Within(edit.From, width, height), Within(edit.To, width, height));
    }

    /// <summary>The window at a clock.</summary>
    public (double Left, double Top, double Width, double Height) At(long clock)
    {
        var time = _edit.Length <= 0 ? (clock >= _edit.Start ? 1 : 0) : Math.Clamp((double)(clock - _edit.Start) / _edit.Length, 0, 1);
        var eased = _edit.Easing == Easing.Smooth ? time * time * (3 - (2 * time)) : time;

        // Zooming looks even when the size changes by the same factor in each frame; when the middle moves in step with the size, one point stands still.
        var ratio = _to.Size / _from.Size;
        var size = _from.Size * Math.Pow(ratio, eased);
        var way = Math.Abs(ratio - 1) < 1e-6 ? eased : (size - _from.Size) / (_to.Size - _from.Size);
        var (width, height) = (_fullWidth * size, _fullHeight * size);
        return (Between(_from.X, _to.X, way) - (width / 2), Between(_from.Y, _to.Y, way) - (height / 2), width, height);
    }

    // Between two windows that lie within the frame all do: held at the ends, the path has no kink.
    private (double X, double Y, double Size) Within(FrameWindow window, int width, int height)
    {
        var size = 1 / Math.Max(1, window.Zoom);
        var (halfWidth, halfHeight) = (_fullWidth * size / 2, _fullHeight * size / 2);
        return (Math.Clamp(window.CentreX * width, halfWidth, Math.Max(halfWidth, width - halfWidth)), Math.Clamp(window.CentreY * height, halfHeight, Math.Max(halfHeight, height - halfHeight)), size);
    }

    private static double Between(double from, double to, double way) => from + ((to - from) * way);
}
