namespace MySpinBot.Diffusion;

/// <summary>The sigmas that Sabour et al. found to be best for ten steps ("Align your steps"), as they published them.</summary>
internal static class AlignedSteps
{
    private static readonly double[] StableDiffusion =
        [14.6146412293, 6.4745760956, 3.8636745985, 2.6946151520, 1.8841921177, 1.3943805092, 0.9642583904, 0.6523686016, 0.3977456272, 0.1515232662, 0.0291671582];

    private static readonly double[] Xl =
        [14.6146412293, 6.3184485287, 3.7681790315, 2.1811480769, 1.3405244945, 0.8620721141, 0.5550693289, 0.3798540708, 0.2332364134, 0.1114188177, 0.0291671582];

    private static readonly double[] Video = [700, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0.002];

    /// <summary>The last ones of them, or of those between them where there are more or fewer steps, with 0 in place of the last.</summary>
    /// <param name="model">SD1, SDXL or SVD.</param>
    /// <param name="steps">How many steps the whole has.</param>
    /// <param name="denoise">Which share of the steps is left.</param>
    public static float[] Sigmas(string model, int steps, double denoise)
    {
        if (denoise <= 0)
        {
            return [];
        }

        var known = model switch { "SDXL" => Xl, "SVD" => Video, _ => StableDiffusion };
        var left = denoise < 1 ? (int)Math.Round(steps * denoise) : steps;
        var sigmas = new float[left + 1];
        for (var i = 0; i < left; i++)
        {
            // Straight lines between the logarithms.
            var place = (double)(steps - left + i) / steps * (known.Length - 1);
            var before = Math.Min((int)place, known.Length - 2);
            var share = place - before;
            sigmas[i] = (float)Math.Exp(((1 - share) * Math.Log(known[before])) + (share * Math.Log(known[before + 1])));
        }

        return sigmas;
    }
}
