using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Draws boxes, points and numbers of faces over pictures.</summary>
internal static class FaceDrawing
{
    // Far apart in hue, and neither too light nor too dark: neighbours by number are told apart.
    private static readonly Colour[] Palette =
    [
        Colour.Parse("#4cc9f0"), Colour.Parse("#f9c74f"), Colour.Parse("#f94144"), Colour.Parse("#90be6d"), Colour.Parse("#b388eb"), Colour.Parse("#f8961e"), Colour.Parse("#43aa8b"), Colour.Parse("#f72585"),
    ];

    /// <summary>Beside smaller faces a number would hide others.</summary>
    private const int LeastNumbered = 36;

    /// <summary>One picture of a batch with its faces. What lies between two detections is drawn fainter.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="faces">The faces.</param>
    /// <param name="frame">Which frame of theirs it is.</param>
    /// <param name="scaleX">Columns of the picture for each of a frame.</param>
    /// <param name="scaleY">Rows of the picture for each of a frame.</param>
    /// <param name="numbers">Whether numbers are written, where there is a font.</param>
    public static Image Drawn(Image image, int index, Faces faces, long frame, double scaleX, double scaleY, bool numbers = true)
    {
        var canvas = Canvas.From(image, index);
        foreach (var track in faces.Tracks)
        {
            if (track.TryGetBox(frame, out var box))
            {
                Draw(canvas, track, frame, box, scaleX, scaleY, numbers && TextRendering.HasFonts);
            }
        }

        return canvas.ToImage();
    }

    private static void Draw(Canvas canvas, FaceTrack track, long frame, FaceBox box, double scaleX, double scaleY, bool numbers)
    {
        var colour = Palette[track.Id % Palette.Length].Fade(box.IsSeen ? 1 : 0.5f);
        var (x, y, width, height) = (box.Left * scaleX, box.Top * scaleY, box.Width * scaleX, box.Height * scaleY);
        var line = Math.Max(1.5, Math.Min(canvas.Width, canvas.Height) / 250.0);
        canvas.FillRectangle(x - line, y - line, width + (2 * line), line, colour).FillRectangle(x - line, y + height, width + (2 * line), line, colour)
            .FillRectangle(x - line, y, line, height, colour).FillRectangle(x + width, y, line, height, colour);
        foreach (var point in track.PointsAt(frame))
        {
            canvas.FillRectangle((point.X * scaleX) - line, (point.Y * scaleY) - line, 2 * line, 2 * line, colour, line);
        }

        if (numbers && height >= LeastNumbered)
        {
            Write(canvas, $"{track.Id}  {box.Score:0.00}", x - line, y - line, Math.Clamp(height / 7, 11, 28), colour);
        }
    }

    private static void Write(Canvas canvas, string text, double x, double y, double size, Colour colour)
    {
        var ink = TextRendering.Render(text, new TextOptions("Sans Bold", size));
        var margin = size / 4;
        var top = y - ink.Height - (2 * margin) >= 0 ? y - ink.Height - (2 * margin) : y;
        canvas.FillRectangle(x, top, ink.Width + (2 * margin), ink.Height + (2 * margin), colour).Draw(ink, (int)Math.Round(x + margin), (int)Math.Round(top + margin), Colour.Black);
    }
}
