using System.Text;

namespace MySpinBot.Imaging;

/// <summary>Whatever a file's bands mean, made sRGB or grey, with 8 or 16 bits.</summary>
internal static class Colours
{
    private const string Profile = "icc-profile-data";

    /// <summary>One to four bands of bytes or 16-bit words: grey or sRGB, the even counts with alpha.</summary>
    internal static VipsImage ToSrgb(VipsImage image)
    {
        var result = Converted(image);
        if (result is { Format: VipsFormat.Byte or VipsFormat.UInt16, Bands: <= 4 })
        {
            return result;
        }

        using (result)
        using (var cast = new VipsOperation("cast"))
        using (var bytes = cast.With("in", result).With("format=uchar").Image())
        using (var extract = new VipsOperation("extract_band"))
        {
            return extract.With("in", bytes).With($"band=0,n={Math.Min(4, bytes.Bands)}").Image();
        }
    }

    private static VipsImage Converted(VipsImage image)
    {
        var profile = image.Blob(Profile);
        var cmyk = image.Interpretation == VipsInterpretation.Cmyk;
        if (cmyk || (!profile.IsEmpty && !IsSrgb(profile)))
        {
            try
            {
                return ThroughProfile(image, cmyk);
            }
            catch (VipsError) when (!cmyk)
            {
                // A profile that is broken, or for another number of bands, is as good as none.
            }
        }

        var plain = image.Interpretation is VipsInterpretation.Grey or VipsInterpretation.Grey16 or VipsInterpretation.Rgb or VipsInterpretation.Srgb
            or VipsInterpretation.Rgb16 or VipsInterpretation.Multiband;
        using var convert = new VipsOperation(plain ? "copy" : "colourspace");
        return convert.With("in", image).With(plain ? "swap=false" : "space=srgb").Image();
    }

    private static VipsImage ThroughProfile(VipsImage image, bool cmyk)
    {
        using var transform = new VipsOperation("icc_transform");
        return transform.With("in", image).With("output-profile", "srgb")
            .With($"embedded=true,intent=relative,depth={(image.Format == VipsFormat.UInt16 ? 16 : 8)}{(cmyk ? ",input-profile=cmyk" : "")}").Image();
    }

    // A trip through the same profile could cost a level, so files that say sRGB are believed.
    private static bool IsSrgb(ReadOnlySpan<byte> profile)
        => profile.IndexOf("sRGB"u8) >= 0 || profile.IndexOf(Encoding.BigEndianUnicode.GetBytes("sRGB")) >= 0;
}
