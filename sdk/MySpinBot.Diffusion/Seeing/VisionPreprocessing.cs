namespace MySpinBot.Diffusion;

/// <summary>How a picture becomes the small square that CLIP looks at.</summary>
public enum VisionPreprocessing
{
    /// <summary>As ComfyUI does: the shorter side made as long as the square's (cubic, averaged when it shrinks), the middle cut out, rounded to 8-bit levels.</summary>
    CentreCrop,

    /// <summary>As ComfyUI does without a crop: both sides made as long as the square's, whatever their ratio; else likewise.</summary>
    Squash,

    /// <summary>As diffusers' pipeline of Stable Video Diffusion does: blurred, then both sides made as long as the square's by cubic interpolation with the corners on each other. Not rounded.</summary>
    Blurred,
}
