namespace MySpinBot.Imaging;

/// <summary>How values between pixels are found; the names and the arithmetic are ComfyUI's <c>common_upscale</c>.</summary>
public enum ScalingKernel
{
    /// <summary>The pixel at floor((i + ½) · scale).</summary>
    NearestExact,

    /// <summary>Linear between the two nearest, half-pixel centres, edges repeated; not averaged when shrinking.</summary>
    Bilinear,

    /// <summary>The mean of all pixels from floor(i · scale) to ceil((i + 1) · scale).</summary>
    Area,

    /// <summary>Cubic convolution with a = -¾ over four, edges repeated; not averaged when shrinking.</summary>
    Bicubic,

    /// <summary>Lanczos with three lobes on 8-bit levels, as Pillow does it, averaged when shrinking. Results are multiples of 1/255. Four channels are RGBA: colour counts as much as it is seen.</summary>
    Lanczos,

    /// <summary>Spherically between the two nearest, the channels of a place being one vector; edges repeated. For latents.</summary>
    Bislerp,
}
