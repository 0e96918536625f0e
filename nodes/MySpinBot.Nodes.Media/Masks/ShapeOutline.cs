namespace MySpinBot.Nodes.Media;

/// <summary>A shape about the origin, as the value of a mask at each place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="HalfWidth">From the middle to its right side.</param>
/// <param name="HalfHeight">From the middle to its lower side.</param>
/// <param name="Feather">Over how many pixels its edge fades, from one side of the outline to the other.</param>
/// <param name="CornerRadius">Of a rectangle.</param>
internal sealed record ShapeOutline(MaskShapeKind Kind, double HalfWidth, double HalfHeight, double Feather, double CornerRadius)
{
    /// <summary>The value at a place: 1 inside, 0 outside, and what lies between at the edge.</summary>
    public double Value(double x, double y) => Kind switch
    {
        MaskShapeKind.Rectangle => Inside(RectangleDistance(x, y)),
        MaskShapeKind.Ellipse => Inside(EllipseDistance(x, y)),
        MaskShapeKind.LinearGradient => Math.Clamp(0.5 + (x / (2 * HalfWidth)), 0, 1),
        _ => Math.Clamp(1 - Math.Sqrt(Squared(x / HalfWidth) + Squared(y / HalfHeight)), 0, 1),
    };

    // Without feather an edge fades over one pixel, which is what a straight one covers of it.
    private double Inside(double distance) => Math.Clamp(0.5 - (distance / Math.Max(Feather, 1)), 0, 1);

    /// <summary>The distance to the outline, less than 0 inside.</summary>
    private double RectangleDistance(double x, double y)
    {
        var radius = Math.Min(CornerRadius, Math.Min(HalfWidth, HalfHeight));
        var (beyondX, beyondY) = (Math.Abs(x) - HalfWidth + radius, Math.Abs(y) - HalfHeight + radius);
        return Math.Sqrt(Squared(Math.Max(beyondX, 0)) + Squared(Math.Max(beyondY, 0))) + Math.Min(Math.Max(beyondX, beyondY), 0) - radius;
    }

    /// <summary>About the distance to the outline: its implicit function over its slope, exact for circles and next to the outline.</summary>
    private double EllipseDistance(double x, double y)
    {
        var along = Math.Sqrt(Squared(x / HalfWidth) + Squared(y / HalfHeight));
        var slope = Math.Sqrt(Squared(x / Squared(HalfWidth)) + Squared(y / Squared(HalfHeight)));
        return slope == 0 ? -Math.Min(HalfWidth, HalfHeight) : along * (along - 1) / slope;
    }

    private static double Squared(double value) => value * value;
}
