using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Shows what latents will be while they are sampled: by a small decoder where one lies in the models folder <c>vae_approx</c>, else by a projection to colours. For one run, on its thread.</summary>
public sealed class LatentPreviewer : IDisposable
{
    // The eye needs no more, and a fast sampler must not wait for its pictures.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly NodeContext _context;
    private readonly LatentShape _shape;
    private readonly LatentColours _colours;
    private long? _shown;

    private LatentPreviewer(NodeContext context, LatentShape shape, LatentColours colours) => (_context, _shape, _colours) = (context, shape, colours);

    /// <summary>A previewer for latents that a model samples. Where there is no decoder for them, or no room for it, colours are projected.</summary>
    /// <param name="model">The model that samples.</param>
    /// <param name="shape">Shape of what is sampled.</param>
    /// <param name="context">The call: where weights, models and memory come from, and where previews go.</param>
    /// <param name="cancellation">Ends the wait for memory, and the decoding.</param>
    public static ValueTask<LatentPreviewer> OpenAsync(DiffusionModel model, LatentShape shape, NodeContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(context);
        cancellation.ThrowIfCancellationRequested();
        return new(new LatentPreviewer(context, shape, LatentColours.Of(shape.Channels, model.LatentScale)));
    }

    /// <summary>Shows the first picture of a batch, unless one was shown a moment ago.</summary>
    /// <param name="denoised">What the model sees without noise, in the model's scale, [batch, channels, height, width] of the shape that was told.</param>
    /// <param name="isLast">Whether it is the last, which is shown in any case.</param>
    public void Show(ReadOnlySpan<float> denoised, bool isLast = false)
    {
        if (!isLast && _shown is { } before && _context.Time.GetElapsedTime(before) < Between)
        {
            return;
        }

        _context.Preview(_colours.Picture(denoised[.._shape.Picture], _shape.Height, _shape.Width));
        _shown = _context.Time.GetTimestamp();
    }

    /// <summary>Lets the decoder go.</summary>
    public void Dispose()
    {
    }
}
