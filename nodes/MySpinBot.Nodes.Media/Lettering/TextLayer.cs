using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>One thing that is laid over a picture: given the canvas, and a colour to take in place of its own.</summary>
/// <param name="Lay">Draws it.</param>
internal sealed record TextLayer(Action<Canvas, Colour?> Lay)
{
    /// <summary>A mask in a colour.</summary>
    public static TextLayer Of(Mask mask, int x, int y, Colour colour)
        => new((canvas, instead) => canvas.Draw(mask, x, y, instead is { } other ? other with { Alpha = colour.Alpha } : colour));

    /// <summary>Draws layers one over the other.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="layers">The layers, lowest first.</param>
    /// <param name="white">All of them in white, as opaque as they are.</param>
    public static void Draw(Canvas canvas, IReadOnlyList<TextLayer> layers, bool white)
    {
        foreach (var layer in layers)
        {
            layer.Lay(canvas, white ? Colour.White : null);
        }
    }
}
