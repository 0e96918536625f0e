using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>An image file, decoded.</summary>
/// <param name="Format">What kind of file it was.</param>
/// <param name="Image">Its frames as RGB in sRGB, upright; a level k of 255 is the float32 quotient k / 255 (k / 65535 for 16 bits a channel).</param>
/// <param name="Alpha">Its opacity, 1 where opaque, or null where the file has no alpha channel. (ComfyUI's LoadImage gives the opposite: 1 - alpha.)</param>
/// <param name="Texts">Its texts, as <see cref="ImageMetadata.Read"/> gives them.</param>
public sealed record DecodedImage(ImageFormat Format, Image Image, Mask? Alpha, IReadOnlyDictionary<string, string> Texts);
