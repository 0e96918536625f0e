using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>The native library that pictures are read, scaled and written with.</summary>
public static class ImageLibrary
{
    /// <summary>Version of libvips in this process: <c>8.16.1</c>. It is started for that where it was not yet.</summary>
    /// <exception cref="NodeFailure">libvips is nowhere, too old, or refuses to start.</exception>
    public static string Version
    {
        get
        {
            VipsLibrary.EnsureStarted();
            return string.Create(CultureInfo.InvariantCulture, $"{VipsNative.Version(0)}.{VipsNative.Version(1)}.{VipsNative.Version(2)}");
        }
    }
}
