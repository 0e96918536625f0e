using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Turns pictures into latents and back. Leases the half that is used when it is used, with its working memory, until it is disposed. Calls must not overlap.</summary>
/// <remarks>Pictures go through one by one, frames of a video together as many as there is room for. What does not fit in one piece is cut into tiles, which get smaller until they fit.</remarks>
public sealed class AutoencoderRun : IDisposable
{
    private readonly Autoencoder _vae;
    private readonly NodeContext _context;
    private AutoencoderHalf? _encoder;
    private AutoencoderHalf? _decoder;

    /// <summary>Begins; nothing is loaded yet.</summary>
    /// <param name="vae">The autoencoder.</param>
    /// <param name="context">The call: where weights, models and memory come from, and where progress goes.</param>
    /// <exception cref="NodeFailure">There is none: it comes from a checkpoint that lacks it.</exception>
    public AutoencoderRun(Autoencoder vae, NodeContext context)
    {
        ArgumentNullException.ThrowIfNull(vae);
        ArgumentNullException.ThrowIfNull(context);
        Absent.Demand(vae);
        (_vae, _context) = (vae, context);
    }

    // The small ones take and give 0..1.
    private bool IsSigned => _vae.Network.Kind != AutoencoderKind.Tiny;

    /// <summary>Makes pictures of latents. Progress is told by pictures and tiles.</summary>
    /// <param name="latent">The latents, as an autoencoder gives them (not in a model's scale).</param>
    /// <param name="tiling">How they are cut up; null for in one piece where that fits.</param>
    /// <param name="framesAtOnce">How many frames of a video see each other; 0 for as many as there is room for. Pictures never do.</param>
    /// <param name="cancellation">Ends the work, within one operator.</param>
    /// <returns>RGB pictures in 0..1, as many times larger as <see cref="AutoencoderConfig.Factor"/> says.</returns>
    /// <exception cref="NodeFailure">The latents are of another kind, the pictures would be too large, the weights are not there, or memory does not suffice for the smallest tile.</exception>
    public async Task<Image> DecodeAsync(Latent latent, AutoencoderTiling? tiling = null, int framesAtOnce = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(latent);
        var (shape, factor) = (latent.Shape, _vae.Network.Factor);
        if (shape.Channels != _vae.Network.LatentChannels)
        {
            throw new NodeFailure($"These latents have {shape.Channels} channels, and the VAE decodes {_vae.Network.LatentChannels}; the VAE of the model that made them would be right.") { Input = "vae" };
        }

        var (height, width) = ((long)shape.Height * factor, (long)shape.Width * factor);
        if ((decimal)shape.Batch * height * width * 3 > Image.MaxValues)
        {
            throw new NodeFailure($"{shape.Batch} pictures of {width}×{height} pixels would be more than an image may hold ({Image.MaxValues} values); decode fewer at once.") { Input = "samples" };
        }

        _decoder ??= await AutoencoderHalf.OpenAsync(_vae, AutoencoderSide.Decoder, _context, cancellation);
        var pixels = GC.AllocateUninitializedArray<float>((int)(shape.Batch * height * width * 3));
        var picture = (int)(height * width * 3);
        var isSound = true;
        var work = Work(_decoder, tiling, framesAtOnce, shape.Batch);
        await work.RunAsync(
            shape.Height,
            shape.Width,
            (index, room) => Unshifted(latent.Picture(index), room),
            (index, planes) => isSound &= PixelPlanes.Pour(planes, IsSigned, pixels.AsSpan(index * picture, picture)),
            cancellation);
        if (_vae.Network.Kind == AutoencoderKind.Temporal)
        {
            // Frames see those that they are decoded with, so the picture rests on how many there was room for.
            _context.Note("frames_at_once", work.MostAtOnce.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (!isSound)
        {
            _context.Log.Warn("Some of what the VAE gave is no number and is shown black. Latents that are none give that, or a VAE that is run in 16 bits and cannot be.");
        }

        return Image.Own(shape.Batch, (int)height, (int)width, 3, pixels);
    }

    /// <summary>Makes latents of pictures: the middle of what the encoder gives, or one drawn around it. Sides that are no multiple of <see cref="AutoencoderConfig.Factor"/> lose what is over, on both sides alike.</summary>
    /// <param name="image">The pictures; transparency is left out.</param>
    /// <param name="tiling">How they are cut up; null for in one piece where that fits.</param>
    /// <param name="noise">Draws normal numbers for as many values as a batch of a shape has; null for the middle, which is what ComfyUI takes.</param>
    /// <param name="cancellation">Ends the work, within one operator.</param>
    /// <exception cref="NodeFailure">The pictures are too small, the weights are not there, or memory does not suffice for the smallest tile.</exception>
    public async Task<Latent> EncodeAsync(Image image, AutoencoderTiling? tiling = null, Func<LatentShape, float[]>? noise = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        var factor = _vae.Network.Factor;
        var shape = new LatentShape(image.Batch, _vae.Network.LatentChannels, image.Height / factor, image.Width / factor);
        if (shape is not { Height: > 0, Width: > 0 })
        {
            throw new NodeFailure($"A picture of {image.Width}×{image.Height} pixels is too small to encode; {factor}×{factor} is the smallest.") { Input = "pixels" };
        }

        if ((decimal)shape.Batch * shape.Channels * shape.Height * shape.Width > Latent.MaxValues)
        {
            throw new NodeFailure($"{image.Batch} pictures of {image.Width}×{image.Height} pixels are more than latents may hold ({Latent.MaxValues} values); encode fewer at once.") { Input = "pixels" };
        }

        _encoder ??= await AutoencoderHalf.OpenAsync(_vae, AutoencoderSide.Encoder, _context, cancellation);
        var values = GC.AllocateUninitializedArray<float>(shape.Count);
        var drawn = noise?.Invoke(shape);
        await Work(_encoder, tiling, 1, shape.Batch).RunAsync(
            shape.Height,
            shape.Width,
            (index, room) => PixelPlanes.Fill(image, index, shape.Height * factor, shape.Width * factor, IsSigned, room),
            (index, moments) => Take(moments, drawn is null ? [] : drawn.AsSpan(index * shape.Picture, shape.Picture), values.AsSpan(index * shape.Picture, shape.Picture)),
            cancellation);
        return Latent.Own(shape, values);
    }

    /// <summary>Lets the halves and the working memory go.</summary>
    public void Dispose()
    {
        _encoder?.Dispose();
        _decoder?.Dispose();
    }

    private AutoencoderWork Work(AutoencoderHalf half, AutoencoderTiling? tiling, int framesAtOnce, int count) => new(half, _context, count)
    {
        Tile = tiling?.Cells(_vae.Network.Factor),
        AtOnce = half.Side == AutoencoderSide.Encoder || _vae.Network.Kind != AutoencoderKind.Temporal ? 1 : framesAtOnce > 0 ? framesAtOnce : count,
    };

    private void Unshifted(ReadOnlySpan<float> latent, Span<float> room)
    {
        var (scale, shift) = ((float)_vae.Network.LatentScale, (float)_vae.Network.LatentShift);
        if (scale == 1 && shift == 0)
        {
            latent.CopyTo(room);
            return;
        }

        for (var i = 0; i < room.Length; i++)
        {
            room[i] = (latent[i] - shift) * scale;
        }
    }

    // Means, then logarithms of variances, which are kept within −30..20 (diffusers, DiagonalGaussianDistribution).
    private void Take(ReadOnlySpan<float> moments, ReadOnlySpan<float> noise, Span<float> latent)
    {
        var (scale, shift) = ((float)_vae.Network.LatentScale, (float)_vae.Network.LatentShift);
        for (var i = 0; i < latent.Length; i++)
        {
            var value = moments[i];
            if (!noise.IsEmpty && moments.Length == 2 * latent.Length)
            {
                value += MathF.Exp(0.5f * Math.Clamp(moments[latent.Length + i], -30, 20)) * noise[i];
            }

            latent[i] = (value / scale) + shift;
        }
    }
}
