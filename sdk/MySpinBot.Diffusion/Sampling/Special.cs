namespace MySpinBot.Diffusion;

/// <summary>Functions that the formulas of samplers and schedules need.</summary>
internal static class Special
{
    // Lanczos' approximation with g = 7 and nine terms (Godfrey's coefficients): 15 digits.
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>eˣ − 1, also for small x.</summary>
    public static double ExpM1(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Exp(x) - 1;
        }

        // (u − 1) · x / ln u, in which the error of u = eˣ cancels (Kahan).
        var u = Math.Exp(x);
        return u == 1 ? x : (u - 1) * x / Math.Log(u);
    }

    /// <summary>The logarithm of the gamma function, for x above 0.</summary>
    public static double LogGamma(double x)
    {
        x--;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
        {
            sum += Lanczos[i] / (x + i);
        }

        var t = x + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }

    /// <summary>The regularised incomplete beta function: the share of a beta distribution below x.</summary>
    public static double Beta(double x, double a, double b)
    {
        if (x <= 0 || x >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));

        // The continued fraction goes fast on this side of the middle; the other is its mirror.
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - (front * Fraction(1 - x, b, a) / b);
    }

    // Lentz's method (Thompson and Barnett, 1986) for the fraction 26.5.8 of Abramowitz and Stegun.
    private static double Fraction(double x, double a, double b)
    {
        const double tiny = 1e-300;
        const double enough = 1e-15;
        static double Away(double value) => Math.Abs(value) < tiny ? tiny : value;

        var c = 1.0;
        var d = 1 / Away(1 - ((a + b) * x / (a + 1)));
        var result = d;
        for (var m = 1; m <= 1000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Away(1 + (even * d));
            c = Away(1 + (even / c));
            result *= d * c;

            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Away(1 + (odd * d));
            c = Away(1 + (odd / c));
            var change = d * c;
            result *= change;
            if (Math.Abs(change - 1) < enough)
            {
                break;
            }
        }

        return result;
    }
}
