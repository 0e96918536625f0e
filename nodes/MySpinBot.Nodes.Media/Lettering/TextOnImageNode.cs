using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A text on pictures.</summary>
public static class TextOnImageNode
{
    /// <summary>Writes a text onto pictures: in any installed font, wrapped, with outline, shadow and a box behind it if wanted.</summary>
    /// <returns>image: The pictures with the text, in three channels; mask: What was drawn on, from 0 to 1; the same for all pictures.</returns>
    /// <remarks>Blending is in sRGB values, under + (colour − under) · opacity. Letters that the font lacks, such as Chinese characters or emoji, come from other installed fonts.</remarks>
    /// <param name="image">The pictures.</param>
    /// <param name="text">The text; it is wrapped between words, and between Chinese characters.</param>
    /// <param name="context">Says where no font is installed.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="font">Font family and style, such as DejaVu Serif Italic; several families may be named, with commas.</param>
    /// <param name="size">Letter size in pixels.</param>
    /// <param name="color">Colour of the letters, #rrggbb or #rrggbbaa.</param>
    /// <param name="anchor">The place of the picture at which the text lies.</param>
    /// <param name="x">Pixels to the right of that place.</param>
    /// <param name="y">Pixels below that place.</param>
    /// <param name="margin">Pixels that the text and its box keep from the edges.</param>
    /// <param name="maxWidth">Where lines are broken, in pixels; 0: by the picture's width.</param>
    /// <param name="align">How lines of different length lie.</param>
    /// <param name="lineSpacing">Pixels added between lines.</param>
    /// <param name="strokeWidth">Width of the outline around the letters in pixels; 0 for none.</param>
    /// <param name="strokeColor">Colour of the outline.</param>
    /// <param name="shadow">Softness of the shadow in pixels, which falls half as far down; 0 for none.</param>
    /// <param name="shadowColor">Colour of the shadow.</param>
    /// <param name="boxColor">Colour of the box behind the text, with its opacity as #rrggbbaa; empty for none.</param>
    /// <param name="boxPadding">Pixels between text and the box's edge.</param>
    /// <param name="boxRadius">Radius of the box's corners in pixels.</param>
    /// <param name="opacity">Of all that is drawn.</param>
    [Node("TextOnImage", Title = "Text on image", Category = "image/draw", Search = "draw text,caption,watermark,title,label,write,overlay text,meme", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static (Image Image, Mask Mask) Write(
        Image image,
        [Input(Multiline = true)] string text,
        NodeContext context,
        CancellationToken cancellation,
        string font = "DejaVu Sans Bold",
        [Range(4, 1000)] int size = 48,
        [Input(Color = true)] string color = "#ffffff",
        [Choices("top-left", "top", "top-right", "left", "center", "right", "bottom-left", "bottom", "bottom-right")] string anchor = "bottom",
        [Range(-16384, 16384)] int x = 0,
        [Range(-16384, 16384)] int y = 0,
        [Range(0, 4096)] int margin = 24,
        [Range(0, 16384)] int maxWidth = 0,
        [Choices("left", "center", "right")] string align = "center",
        [Range(-500, 500)] [Input(Advanced = true)] int lineSpacing = 0,
        [Range(0.0, 64.0)] [Input(Step = 0.5)] double strokeWidth = 0,
        [Input(Color = true)] string strokeColor = "#000000",
        [Range(0, 200)] int shadow = 0,
        [Input(Color = true, Advanced = true)] string shadowColor = "#000000",
        [Input(Color = true)] string boxColor = "",
        [Range(0, 1000)] [Input(Advanced = true)] int boxPadding = 16,
        [Range(0, 1000)] [Input(Advanced = true)] int boxRadius = 10,
        [Range(0.0, 1.0)] [Input(Step = 0.05)] double opacity = 1)
    {
        if (!TextRendering.HasFonts)
        {
            context.Log.Warn("No fonts are installed, so boxes stand in for letters; on Debian or Ubuntu: apt install fonts-dejavu-core fonts-noto-cjk.");
        }

        var padding = string.IsNullOrWhiteSpace(boxColor) ? 0 : boxPadding;
        var frame = margin + padding + (int)Math.Ceiling(strokeWidth);
        var options = new TextOptions(font, size)
        {
            WrapWidth = maxWidth > 0 ? maxWidth : Math.Max(1, image.Width - (2 * frame)),
            Alignment = align switch { "left" => TextAlignment.Left, "right" => TextAlignment.Right, _ => TextAlignment.Centre },
            LineSpacing = lineSpacing,
        };
        var (letters, line) = (Colour.Parse(color), Colour.Parse(strokeColor));
        var set = TextRendering.SetInColour(text, options, letters, cancellation);
        var place = Anchor.Place(anchor, image.Width, image.Height, set.Ink.Width, set.Ink.Height, frame);
        var block = new TextBlock(set, place.X + x, place.Y + y)
        {
            Letters = letters.Alpha,
            Stroke = strokeWidth > 0 ? (strokeWidth, line) : null,
            Shadow = shadow > 0 ? (shadow, Colour.Parse(shadowColor)) : null,
            Box = padding > 0 || !string.IsNullOrWhiteSpace(boxColor) ? (padding + (int)Math.Ceiling(strokeWidth), boxRadius, Colour.Parse(boxColor)) : null,
        };
        var layers = block.Layers(cancellation);
        return (Drawn(image, layers, (float)opacity, cancellation), Covered(image, layers, (float)opacity));
    }

    /// <summary>The pictures with the text, and a mask of them.</summary>
    public static MemoryNeed Need(Image? image) => image is null ? MemoryNeed.None : new(DeviceId.Cpu, ((3L * image.Batch) + 4) * image.Width * image.Height * sizeof(float));

    private static Image Drawn(Image image, IReadOnlyList<TextLayer> layers, float opacity, CancellationToken cancellation) => Image.Create(image.Batch, image.Height, image.Width, 3, pixels =>
    {
        var size = image.Width * image.Height * 3;
        for (var i = 0; i < image.Batch; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var before = Canvas.From(image, i).ToImage().Pixels;
            var canvas = Canvas.From(image, i);
            TextLayer.Draw(canvas, layers, white: false);
            var after = canvas.ToImage().Pixels;
            for (var k = 0; k < size; k++)
            {
                pixels[(i * size) + k] = opacity == 1 ? after[k] : before[k] + ((after[k] - before[k]) * opacity);
            }
        }
    });

    // White layers on black leave what they cover together.
    private static Mask Covered(Image image, IReadOnlyList<TextLayer> layers, float opacity)
    {
        var canvas = new Canvas(image.Width, image.Height, Colour.Black);
        TextLayer.Draw(canvas, layers, white: true);
        var drawn = canvas.ToImage().Pixels;
        var values = new float[image.Width * image.Height];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = drawn[3 * i] * opacity;
        }

        return Mask.Own(1, image.Height, image.Width, values);
    }
}
