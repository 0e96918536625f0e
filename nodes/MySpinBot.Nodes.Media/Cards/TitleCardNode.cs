using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A text on a drawn background.</summary>
public static class TitleCardNode
{
    /// <summary>Sets a text, as large as it fits, on a background that is drawn for it.</summary>
    /// <returns>The card.</returns>
    /// <remarks>Seed and text choose the background's lights and circles: another text gets another picture of the same family.</remarks>
    /// <param name="text">The text; it is wrapped between words.</param>
    /// <param name="context">Says where no font is installed.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="footer">A small line at the bottom; empty for none.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="topColor">Colour where the background begins.</param>
    /// <param name="bottomColor">Colour where it ends.</param>
    /// <param name="accentColor">Colour of lights and shapes.</param>
    /// <param name="textColor">Colour of the text.</param>
    /// <param name="font">Font family and style; letters that it lacks come from other fonts.</param>
    /// <param name="maxFontSize">The largest letters, in pixels; 0: an eighth of the height.</param>
    /// <param name="seed">Chooses the background.</param>
    [Node("TitleCard", Title = "Title card", Category = "image/draw", Search = "text,caption,slide,background", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Image Draw(
        [Input(Multiline = true)] string text,
        NodeContext context,
        CancellationToken cancellation,
        string footer = "",
        [Range(64, 4096)] int width = 1280,
        [Range(64, 4096)] int height = 720,
        [Input(Color = true)] string topColor = "#1b2a5b",
        [Input(Color = true)] string bottomColor = "#0b7a75",
        [Input(Color = true)] string accentColor = "#ffb454",
        [Input(Color = true)] string textColor = "#ffffff",
        [Input(Advanced = true)] string font = "DejaVu Sans Bold",
        [Range(0, 400)] [Input(Advanced = true)] int maxFontSize = 0,
        [Range(0, long.MaxValue)] [Input(Seed = true)] long seed = 0)
    {
        if (!TextRendering.HasFonts)
        {
            context.Log.Warn("No fonts are installed, so boxes stand in for letters; on Debian or Ubuntu: apt install fonts-dejavu-core fonts-noto-cjk.");
        }

        var style = new CardStyle(Colour.Parse(topColor), Colour.Parse(bottomColor), Colour.Parse(accentColor), Colour.Parse(textColor), font);
        var canvas = CardBackdrop.Draw(width, height, style, CardBackdrop.Randomness(seed, text));
        cancellation.ThrowIfCancellationRequested();
        var largest = maxFontSize > 0 ? maxFontSize : height / 8.0;
        new CardLettering(canvas, style, cancellation).Set(text, footer, largest);
        return canvas.ToImage();
    }

    /// <summary>The picture itself, and as much again for its shadow.</summary>
    public static MemoryNeed Need(int width, int height) => new(DeviceId.Cpu, 2L * width * height * 3 * sizeof(float));
}

/// <summary>Colours and font of a card.</summary>
/// <param name="Top">Where the background begins.</param>
/// <param name="Bottom">Where it ends.</param>
/// <param name="Accent">Lights and shapes.</param>
/// <param name="Text">Letters.</param>
/// <param name="Font">Family and style.</param>
internal sealed record CardStyle(Colour Top, Colour Bottom, Colour Accent, Colour Text, string Font);
