namespace MySpinBot.Nodes.Media;

/// <summary>The nine places of a picture at which something can lie.</summary>
internal static class Anchor
{
    /// <summary>The top left of a thing that lies at a place, so far from the edges.</summary>
    public static (int X, int Y) Place(string anchor, int width, int height, int thingWidth, int thingHeight, int margin)
    {
        var x = anchor.EndsWith("left", StringComparison.Ordinal) ? margin
            : anchor.EndsWith("right", StringComparison.Ordinal) ? width - thingWidth - margin
            : (width - thingWidth) / 2;
        var y = anchor.StartsWith("top", StringComparison.Ordinal) ? margin
            : anchor.StartsWith("bottom", StringComparison.Ordinal) ? height - thingHeight - margin
            : (height - thingHeight) / 2;
        return (x, y);
    }
}
