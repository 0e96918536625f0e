using System.ComponentModel.DataAnnotations;
using System.Numerics;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Two pictures in one.</summary>
public static class ImageBlendNode
{
    /// <summary>Blends a second picture into the first. It gets the size of the first, cut to its ratio; the transparency of the first is kept.</summary>
    /// <param name="image1">The pictures below.</param>
    /// <param name="image2">The pictures above; where one batch is shorter it is repeated.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="blendFactor">How much of the blend counts: 0 gives the first picture.</param>
    /// <param name="blendMode">How the two are blended.</param>
    /// <returns>The blended picture.</returns>
    [Node("ImageBlend", Title = "Blend images", Category = "image/filter", Search = "mix images,overlay,multiply,screen,crossfade", Need = nameof(Need))]
    public static Image Blend(
        Image image1,
        Image image2,
        CancellationToken cancellation,
        [Range(0.0, 1.0)] [Input(Step = 0.01)] double blendFactor = 0.5,
        [Choices("normal", "multiply", "screen", "overlay", "soft_light", "difference")] string blendMode = "normal")
    {
        var above = ImageScaling.Scale(image2.WithChannels(image1.Channels), image1.Width, image1.Height, ScalingKernel.Bicubic, cropCentre: true, cancellation: cancellation);
        var factor = (float)blendFactor;
        return blendMode switch
        {
            "multiply" => Blend(image1, above, new Toward<Multiply>(factor), cancellation),
            "screen" => Blend(image1, above, new Toward<Screen>(factor), cancellation),
            "overlay" => Blend(image1, above, new Toward<Overlay>(factor), cancellation),
            "soft_light" => Blend(image1, above, new Toward<SoftLight>(factor), cancellation),
            "difference" => Blend(image1, above, new Toward<Difference>(factor), cancellation),
            _ => Blend(image1, above, new Toward<Above>(factor), cancellation),
        };
    }

    /// <summary>The second picture in the size of the first, and the blend.</summary>
    public static MemoryNeed Need(Image? image1) => PictureBounds.Need(image1, 2);

    private static Image Blend<TMix>(Image below, Image above, TMix mix, CancellationToken cancellation)
        where TMix : struct, IValueMix
    {
        var batch = Math.Max(below.Batch, above.Batch);
        PictureBounds.Check(batch, below.Width, below.Height, below.Channels);
        return Image.Create(batch, below.Height, below.Width, below.Channels, pixels =>
        {
            var size = below.Width * below.Height * below.Channels;
            for (var i = 0; i < batch; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var under = below.Picture(i % below.Batch);
                var result = pixels.AsSpan(i * size, size);
                PerValue.Mix(under, above.Picture(i % above.Batch), result, mix);
                for (var alpha = 3; below.Channels == 4 && alpha < size; alpha += 4)
                {
                    result[alpha] = under[alpha];
                }
            }
        });
    }

    private readonly struct Toward<TMix>(float factor) : IValueMix
        where TMix : struct, IValueMix
    {
        private readonly float _keep = 1 - factor;

        public Vector<float> Of(Vector<float> first, Vector<float> second)
            => Vector.Min(Vector.Max((first * _keep) + (default(TMix).Of(first, second) * factor), Vector<float>.Zero), Vector<float>.One);
    }

    private readonly struct Above : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second) => second;
    }

    private readonly struct Multiply : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second) => first * second;
    }

    private readonly struct Screen : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second) => Vector<float>.One - ((Vector<float>.One - first) * (Vector<float>.One - second));
    }

    private readonly struct Overlay : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second) => Vector.ConditionalSelect(
            Vector.LessThanOrEqual(first, new Vector<float>(0.5f)),
            2 * first * second,
            Vector<float>.One - (2 * (Vector<float>.One - first) * (Vector<float>.One - second)));
    }

    private readonly struct SoftLight : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second)
        {
            var one = Vector<float>.One;
            var bright = Vector.ConditionalSelect(
                Vector.LessThanOrEqual(first, new Vector<float>(0.25f)),
                ((((16 * first) - new Vector<float>(12)) * first) + new Vector<float>(4)) * first,
                Vector.SquareRoot(first));
            return Vector.ConditionalSelect(
                Vector.LessThanOrEqual(second, new Vector<float>(0.5f)),
                first - ((one - (2 * second)) * first * (one - first)),
                first + (((2 * second) - one) * (bright - first)));
        }
    }

    private readonly struct Difference : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second) => first - second;
    }
}
