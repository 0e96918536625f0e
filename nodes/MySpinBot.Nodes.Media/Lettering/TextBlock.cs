using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A text that was set, at its place, with what lies behind it.</summary>
/// <param name="text">The text, in colour.</param>
/// <param name="x">Left of its ink.</param>
/// <param name="y">Top of its ink.</param>
internal sealed class TextBlock(TypesetText text, int x, int y)
{
    /// <summary>Opacity of the letters.</summary>
    public float Letters { get; init; } = 1;

    /// <summary>The outline.</summary>
    public (double Width, Colour Colour)? Stroke { get; init; }

    /// <summary>The shadow.</summary>
    public (int Softness, Colour Colour)? Shadow { get; init; }

    /// <summary>The box behind it all.</summary>
    public (int Padding, int Radius, Colour Colour)? Box { get; init; }

    /// <summary>What is to be drawn, lowest first.</summary>
    public IReadOnlyList<TextLayer> Layers(CancellationToken cancellation)
    {
        var layers = new List<TextLayer>();
        if (Box is { } box)
        {
            layers.Add(new TextLayer((canvas, instead) => canvas.FillRectangle(
                x - box.Padding, y - box.Padding, text.Ink.Width + (2 * box.Padding), text.Ink.Height + (2 * box.Padding),
                instead is { } other ? other with { Alpha = box.Colour.Alpha } : box.Colour, box.Radius)));
        }

        var (outline, reach) = (text.Ink, 0);
        if (Stroke is { } stroke)
        {
            reach = (int)Math.Ceiling(stroke.Width) + 1;
            outline = Outline.Of(text.Ink, stroke.Width, reach);
        }

        if (Shadow is { } shadow)
        {
            var (soft, wide) = Soft(outline, shadow.Softness, cancellation);
            layers.Add(TextLayer.Of(soft, x - reach - wide, y - reach - wide + ((shadow.Softness + 1) / 2), shadow.Colour));
        }

        if (Stroke is { } line)
        {
            layers.Add(TextLayer.Of(outline, x - reach, y - reach, line.Colour));
        }

        layers.Add(new TextLayer(LayLetters));
        return layers;
    }

    private void LayLetters(Canvas canvas, Colour? instead)
    {
        if (instead is { } colour)
        {
            canvas.Draw(text.Ink, x, y, colour with { Alpha = Letters });
            return;
        }

        canvas.Draw(Faded(text.Coloured ?? throw new InvalidOperationException("The text was not set in colour.")), x, y);
    }

    private Image Faded(Image letters) => Letters == 1 ? letters : Image.Create(1, letters.Height, letters.Width, 4, pixels =>
    {
        letters.Pixels.CopyTo(pixels);
        for (var i = 3; i < pixels.Length; i += 4)
        {
            pixels[i] *= Letters;
        }
    });

    private static (Mask Soft, int Reach) Soft(Mask mask, int softness, CancellationToken cancellation)
    {
        var sigma = softness / 2.0;
        var reach = (int)Math.Ceiling(3 * sigma);
        var padded = Padding.Around(mask, reach);
        var blurred = GaussianBlur.Apply(Image.Own(1, padded.Height, padded.Width, 1, padded.Values.ToArray()), sigma, cancellation: cancellation);
        return (Mask.Own(1, padded.Height, padded.Width, blurred.Pixels.ToArray()), reach);
    }
}
