using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures with transparency laid on each other.</summary>
public static class PorterDuffImageCompositeNode
{
    // What is less opaque has no colour.
    private const float LeastOpacity = 1e-5f;

    /// <summary>Lays a picture with transparency on another with transparency, by one of the operators of Porter and Duff or a blend mode.</summary>
    /// <param name="source">The pictures on top. Of another size, their middle is cut to the destination's ratio and scaled.</param>
    /// <param name="sourceAlpha">What of the source is transparent: 1 where nothing is seen. Scaled like the source.</param>
    /// <param name="destination">The pictures below; they give the size.</param>
    /// <param name="destinationAlpha">What of the destination is transparent: 1 where nothing is seen. Scaled like the source.</param>
    /// <param name="context">Learns how many pictures are done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="mode">The operator.</param>
    /// <returns>image: The pictures, as many as the shortest input has; mask: What of them is transparent.</returns>
    [Node("PorterDuffImageComposite", Title = "Porter-Duff composite", Category = "image/compositing", Search = "alpha composite,blend modes,layer blend,transparency blend,multiply,screen,overlay", Need = nameof(Need))]
    public static (Image Image, Mask Mask) Composite(
        Image source, Mask sourceAlpha, Image destination, Mask destinationAlpha, NodeContext context, CancellationToken cancellation, PorterDuffMode mode = PorterDuffMode.Dst)
    {
        if (source.Channels != destination.Channels)
        {
            throw new NodeFailure($"The source has {source.Channels} channel(s) and the destination {destination.Channels}; give both the same, for example with SplitImageWithAlpha.") { Input = "source" };
        }

        var (width, height, channels) = (destination.Width, destination.Height, destination.Channels);
        var batch = Math.Min(Math.Min(source.Batch, sourceAlpha.Batch), Math.Min(destination.Batch, destinationAlpha.Batch));
        var top = Fit(source, width, height, cancellation);
        var (topClear, belowClear) = (Fit(sourceAlpha.ToGrey(), width, height, cancellation), Fit(destinationAlpha.ToGrey(), width, height, cancellation));
        var size = height * width;
        var clear = GC.AllocateUninitializedArray<float>(batch * size);
        var image = Image.Create(batch, height, width, channels, pixels =>
        {
            for (var i = 0; i < batch; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                Blend(mode, new Layer(top, topClear, i), new Layer(destination, belowClear, i), pixels.AsSpan(i * size * channels, size * channels), clear.AsSpan(i * size, size));
                context.Progress(i + 1, batch, "picture");
            }
        });
        return (image, Mask.Own(batch, height, width, clear));
    }

    /// <summary>The new pictures and masks, and all inputs in their new sizes.</summary>
    public static MemoryNeed Need(Image? source, Image? destination)
        => source is null || destination is null ? MemoryNeed.None
            : new(DeviceId.Cpu, (2L * source.Batch * destination.Height * destination.Width * (destination.Channels + 2)) * sizeof(float));

    private static Image Fit(Image image, int width, int height, CancellationToken cancellation)
        => (image.Width, image.Height) == (width, height) ? image : ImageScaling.Scale(image, width, height, ScalingKernel.Bicubic, cropCentre: true, cancellation: cancellation);

    private static void Blend(PorterDuffMode mode, Layer source, Layer destination, Span<float> pixels, Span<float> clear)
    {
        var channels = pixels.Length / clear.Length;
        for (var i = 0; i < clear.Length; i++)
        {
            var (sourceOpacity, destinationOpacity) = (1f - source.Clear[i], 1f - destination.Clear[i]);
            var opacity = PorterDuff.Opacity(mode, sourceOpacity, destinationOpacity);
            for (var at = i * channels; at < (i + 1) * channels; at++)
            {
                var colour = PorterDuff.Colour(mode, source.Pixels[at] * sourceOpacity, sourceOpacity, destination.Pixels[at] * destinationOpacity, destinationOpacity);
                pixels[at] = opacity > LeastOpacity ? Math.Clamp(colour / opacity, 0f, 1f) : 0f;
            }

            clear[i] = 1f - opacity;
        }
    }

    /// <summary>One picture and what of it is transparent.</summary>
    private readonly ref struct Layer(Image image, Image clear, int index)
    {
        public ReadOnlySpan<float> Pixels { get; } = image.Picture(index);

        public ReadOnlySpan<float> Clear { get; } = clear.Picture(index);
    }
}
