using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Shows what latents will be while they are sampled: by a small decoder (TAESD) where one lies in the models folder <c>vae_approx</c>, else by a projection to colours. For one run, on its thread.</summary>
public sealed class LatentPreviewer : IDisposable
{
    // The eye needs no more, and a fast sampler must not wait for its pictures.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    // A tenth of the time may go into previews.
    private const int CostFactor = 10;

    private readonly NodeContext _context;
    private readonly LatentShape _shape;
    private readonly LatentColours _colours;
    private readonly CancellationToken _cancellation;
    private PreviewDecoder? _decoder;
    private long? _shown;
    private TimeSpan _pause = Between;

    private LatentPreviewer(NodeContext context, LatentShape shape, LatentColours colours, PreviewDecoder? decoder, CancellationToken cancellation)
        => (_context, _shape, _colours, _decoder, _cancellation) = (context, shape, colours, decoder, cancellation);

    /// <summary>A previewer for latents that a model samples. Where there is no decoder for them, or no room for it now, colours are projected; nothing of it makes a run fail or wait long.</summary>
    /// <param name="model">The model that samples.</param>
    /// <param name="shape">Shape of what is sampled.</param>
    /// <param name="context">The call: where weights, models and memory come from, and where previews go.</param>
    /// <param name="cancellation">Ends the wait for memory, and the decoding.</param>
    public static async ValueTask<LatentPreviewer> OpenAsync(DiffusionModel model, LatentShape shape, NodeContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(context);
        cancellation.ThrowIfCancellationRequested();
        var decoder = await PreviewDecoder.FindAsync(model, shape, context, cancellation);
        return new LatentPreviewer(context, shape, LatentColours.Of(shape.Channels, model.LatentScale), decoder, cancellation);
    }

    /// <summary>Shows the first picture of a batch, unless one was shown a moment ago.</summary>
    /// <param name="denoised">What the model sees without noise, in the model's scale, [batch, channels, height, width] of the shape that was told.</param>
    /// <param name="isLast">Whether it is the last, which is shown in any case.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void Show(ReadOnlySpan<float> denoised, bool isLast = false)
    {
        if (!isLast && _shown is { } before && _context.Time.GetElapsedTime(before) < _pause)
        {
            return;
        }

        var began = _context.Time.GetTimestamp();
        _context.Preview(Picture(denoised[.._shape.Picture]));
        _shown = _context.Time.GetTimestamp();
        var cost = _context.Time.GetElapsedTime(began, _shown.Value) * CostFactor;
        _pause = cost > Between ? cost : Between;
    }

    /// <summary>Lets the decoder go.</summary>
    public void Dispose() => _decoder?.Dispose();

    private Image Picture(ReadOnlySpan<float> latent)
    {
        try
        {
            if (_decoder is not null)
            {
                return _decoder.Picture(latent, _cancellation);
            }
        }
        catch (Exception fault) when (fault is NodeFailure or OutOfDeviceMemoryException)
        {
            _context.Log.Info($"Previews are not decoded any more: {fault.Message}");
            _decoder?.Dispose();
            _decoder = null;
        }

        return _colours.Picture(latent, _shape.Height, _shape.Width);
    }
}
