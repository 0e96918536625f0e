namespace MySpinBot.Imaging;

/// <summary>Whether the system has fonts at all. Fontconfig finds them by itself: by FONTCONFIG_FILE or FONTCONFIG_PATH, else /etc/fonts, else in /usr/share/fonts.</summary>
internal static class InstalledFonts
{
    internal const string HowToGetThem = "install fonts (on Debian and Ubuntu: apt install fonts-dejavu-core fonts-noto-cjk), or name another font.";

    /// <summary>The height of the boxes that Pango draws, whatever the size, when it has no font.</summary>
    private static readonly Lazy<int> LineOfBoxes = new(() => HeightAt(200) is var height and < 100 ? height : 0);

    internal static bool Any => LineOfBoxes.Value == 0;

    /// <summary>How much smaller boxes are than letters of a size: 1 where there are fonts.</summary>
    internal static double Shrink(double size) => Any ? 1 : Math.Max(1, size / LineOfBoxes.Value);

    private static int HeightAt(int size)
    {
        using var operation = new VipsOperation("text");
        using var image = operation.With("text", "H").With("font", $"Sans {size}px").With("dpi=72").Image();
        return image.Height;
    }
}
