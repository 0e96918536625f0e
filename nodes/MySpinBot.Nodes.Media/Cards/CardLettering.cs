using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Puts the letters on a card: as large as they fit, lines of even length, a soft shadow, a short bar below.</summary>
internal sealed class CardLettering(Canvas canvas, CardStyle style, CancellationToken cancellation)
{
    private const double SmallestLetters = 8;
    private const char FirstOfEastAsia = '\u2E80';

    private int BoxWidth => Math.Max(1, canvas.Width * 80 / 100);

    private int BoxHeight => Math.Max(1, canvas.Height * 62 / 100);

    /// <summary>Sets text and footer.</summary>
    public void Set(string text, string footer, double largest)
    {
        var mask = Balanced(text, SizeThatFits(text, largest));
        var (x, y) = ((canvas.Width - mask.Width) / 2, (canvas.Height - mask.Height) / 2);
        DrawShadow(mask, x, y);
        canvas.Draw(mask, x, y, style.Text);
        var bar = canvas.Height / 120.0;
        canvas.FillRectangle((canvas.Width / 2.0) - (bar * 8), y + mask.Height + (bar * 6), bar * 16, bar, style.Accent, bar / 2);
        if (!string.IsNullOrWhiteSpace(footer))
        {
            var line = TextRendering.Render(footer, new TextOptions(style.Font, Math.Max(SmallestLetters, canvas.Height / 32.0)), cancellation);
            canvas.Draw(line, (canvas.Width - line.Width) / 2, canvas.Height - line.Height - (canvas.Height / 18), style.Text.Fade(0.65f));
        }
    }

    private Mask Render(string text, double size, int? wrap) => TextRendering.Render(
        text, new TextOptions(style.Font, size) { WrapWidth = wrap, Alignment = TextAlignment.Centre, LineSpacing = (int)(size * 0.18) }, cancellation);

    private double SizeThatFits(string text, double largest)
    {
        var (fits, tooLarge) = (SmallestLetters, Math.Floor(Math.Max(SmallestLetters, Math.Min(largest, SizeOfLongestWord(text)))) + 1);
        if (!Fits(text, fits))
        {
            throw new NodeFailure($"The text of {text.Length} characters does not fit on a card of {canvas.Width}×{canvas.Height} pixels; shorten it or make the card larger.") { Input = "text" };
        }

        while (tooLarge - fits > 1)
        {
            var size = Math.Floor((fits + tooLarge) / 2);
            (fits, tooLarge) = Fits(text, size) ? (size, tooLarge) : (fits, size);
        }

        return fits;
    }

    private bool Fits(string text, double size)
    {
        // A text that is sure to be too high is not set at all: there are bounds to what can be.
        if (text.Length * size * size / 4 > (double)BoxWidth * BoxHeight)
        {
            return false;
        }

        var mask = Render(text, size, BoxWidth);
        return mask.Width <= BoxWidth && mask.Height <= BoxHeight;
    }

    /// <summary>The size at which the longest word fills a line, so that no word is torn. Scripts without spaces have no words here.</summary>
    private double SizeOfLongestWord(string text)
    {
        const double trial = 50;
        var word = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word.All(letter => letter < FirstOfEastAsia)).MaxBy(word => word.Length) ?? "";
        return word.Length is 0 or > 30 ? double.MaxValue : trial * BoxWidth / Render(word, trial, null).Width;
    }

    /// <summary>The narrowest setting that is no higher: the last line is not left with a single word.</summary>
    private Mask Balanced(string text, double size)
    {
        var best = Render(text, size, BoxWidth);
        var (tooNarrow, wide) = (best.Width / 2, best.Width + 1);
        while (wide - tooNarrow > Math.Max(1, canvas.Width / 100))
        {
            var middle = (tooNarrow + wide) / 2;
            var mask = Render(text, size, middle);
            if (mask.Height <= best.Height && mask.Width <= middle)
            {
                (best, wide) = (mask, middle);
            }
            else
            {
                tooNarrow = middle;
            }
        }

        return best;
    }

    private void DrawShadow(Mask mask, int x, int y)
    {
        var reach = Math.Max(2, canvas.Height / 60);
        var (width, height) = (mask.Width + (4 * reach), mask.Height + (4 * reach));
        var padded = Image.Create(1, height, width, 1, values =>
        {
            Array.Clear(values);
            for (var row = 0; row < mask.Height; row++)
            {
                mask.Values.Slice(row * mask.Width, mask.Width).CopyTo(values.AsSpan(((row + (2 * reach)) * width) + (2 * reach)));
            }
        });
        var soft = GaussianBlur.Apply(padded, reach / 2.0, cancellation: cancellation);
        canvas.Draw(Mask.Own(1, height, width, soft.Pixels.ToArray()), x - (2 * reach), y - (2 * reach) + (reach / 3), Colour.Black.Fade(0.55f));
    }
}
