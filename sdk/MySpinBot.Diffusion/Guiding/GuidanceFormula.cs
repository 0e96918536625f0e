namespace MySpinBot.Diffusion;

/// <summary>How a conditioned and an unconditioned picture become one: by one scale, by one a frame, or with the deviation put right.</summary>
internal abstract class GuidanceFormula
{
    /// <summary>Whether the unconditioned picture does not matter.</summary>
    public abstract bool IsConditionalOnly { get; }

    /// <summary>A model's rule with a sampler's scale.</summary>
    public static GuidanceFormula Of(GuidanceRule? rule, double scale) => rule switch
    {
        null => new OneScale(scale),
        LinearVideoGuidance linear => new ScaleOfFrames(frames => Linear(linear.Least, scale, frames), linear.Least == 1 && scale == 1),
        TriangularVideoGuidance triangle => new ScaleOfFrames(frames => Triangle(triangle.Least, scale, frames), triangle.Least == 1 && scale == 1),
        RescaledGuidance rescaled => new Rescaled(scale, (float)rescaled.Multiplier),
        _ => throw new ArgumentException($"{rule.GetType().Name} is no rule of guidance that is known here.", nameof(rule)),
    };

    /// <summary>Guides; all of [pictures, channels, height, width].</summary>
    public abstract void Apply(ReadOnlySpan<float> conditioned, ReadOnlySpan<float> unconditioned, ReadOnlySpan<float> x, float sigma, int pictures, Span<float> guided);

    private static void Blend(ReadOnlySpan<float> conditioned, ReadOnlySpan<float> unconditioned, float scale, Span<float> guided)
    {
        Mix.Difference(guided, scale, conditioned, unconditioned);
        Mix.Add(guided, 1, unconditioned);
    }

    /// <summary>From the least at the first frame to the scale at the last.</summary>
    private static float[] Linear(double least, double scale, int frames)
        => [.. Enumerable.Range(0, frames).Select(i => (float)(least + ((scale - least) * Share(i, frames))))];

    /// <summary>From the least at both ends to the scale in the middle.</summary>
    private static float[] Triangle(double least, double scale, int frames)
        => [.. Enumerable.Range(0, frames).Select(i => Share(i, frames)).Select(v => (float)(least + ((scale - least) * 2 * Math.Abs(v - Math.Floor(v + 0.5)))))];

    private static double Share(int index, int count) => count == 1 ? 0 : (double)index / (count - 1);

    private sealed class OneScale(double scale) : GuidanceFormula
    {
        public override bool IsConditionalOnly { get; } = Math.Abs(scale - 1) <= 1e-9;

        public override void Apply(ReadOnlySpan<float> conditioned, ReadOnlySpan<float> unconditioned, ReadOnlySpan<float> x, float sigma, int pictures, Span<float> guided)
            => Blend(conditioned, unconditioned, (float)scale, guided);
    }

    private sealed class ScaleOfFrames(Func<int, float[]> scales, bool allOne) : GuidanceFormula
    {
        private float[] _scales = [];

        public override bool IsConditionalOnly => allOne;

        public override void Apply(ReadOnlySpan<float> conditioned, ReadOnlySpan<float> unconditioned, ReadOnlySpan<float> x, float sigma, int pictures, Span<float> guided)
        {
            _scales = _scales.Length == pictures ? _scales : scales(pictures);
            var frame = guided.Length / pictures;
            for (var i = 0; i < pictures; i++)
            {
                Blend(conditioned.Slice(i * frame, frame), unconditioned.Slice(i * frame, frame), _scales[i], guided.Slice(i * frame, frame));
            }
        }
    }

    /// <summary>Lin et al., "Common diffusion noise schedules and sample steps are flawed", section 3.4, on velocities as the paper has it: what they say about pictures is the same up to a constant and x.</summary>
    private sealed class Rescaled(double scale, float multiplier) : GuidanceFormula
    {
        public override bool IsConditionalOnly { get; } = Math.Abs(scale - 1) <= 1e-9;

        public override void Apply(ReadOnlySpan<float> conditioned, ReadOnlySpan<float> unconditioned, ReadOnlySpan<float> x, float sigma, int pictures, Span<float> guided)
        {
            Blend(conditioned, unconditioned, (float)scale, guided);
            var picture = guided.Length / pictures;
            var variance = (sigma * sigma) + 1;
            for (var i = 0; i < pictures; i++)
            {
                var part = guided.Slice(i * picture, picture);
                var noisy = x.Slice(i * picture, picture);
                var ratio = Deviation(conditioned.Slice(i * picture, picture), noisy, variance) / Deviation(part, noisy, variance);
                var factor = (float)((multiplier * ratio) + (1 - multiplier));
                for (var k = 0; k < part.Length; k++)
                {
                    // velocity = (x / variance − picture) · √variance / sigma, and back
                    var still = noisy[k] / variance;
                    part[k] = still - ((still - part[k]) * factor);
                }
            }
        }

        /// <summary>The deviation of x / variance − picture: the velocity's, up to a factor that both have.</summary>
        private static double Deviation(ReadOnlySpan<float> denoised, ReadOnlySpan<float> x, float variance)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var i = 0; i < denoised.Length; i++)
            {
                var value = (double)((x[i] / variance) - denoised[i]);
                sum += value;
                squares += value * value;
            }

            return Math.Sqrt(Math.Max(0, squares - (sum * sum / denoised.Length)));
        }
    }
}
