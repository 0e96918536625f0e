namespace MySpinBot.Diffusion;

/// <summary>Parts of a schedule.</summary>
internal static class SigmaRange
{
    /// <summary>The sigmas from one step to another (ComfyUI's KSamplerAdvanced).</summary>
    /// <param name="sigmas">The whole schedule.</param>
    /// <param name="start">The first step.</param>
    /// <param name="end">The step before which it ends; the whole rest where it is beyond the last.</param>
    /// <param name="keepsNoise">Whether noise may be left at the end; else the last sigma is 0.</param>
    /// <returns>The part; empty where there is no step in it.</returns>
    public static float[] Of(ReadOnlySpan<float> sigmas, int start, int end, bool keepsNoise)
    {
        var part = sigmas;
        if (end < sigmas.Length - 1)
        {
            float[] ended = [.. sigmas[..(end + 1)]];
            ended[^1] = keepsNoise ? ended[^1] : 0;
            part = ended;
        }

        return start < part.Length - 1 ? [.. part[start..]] : [];
    }
}
