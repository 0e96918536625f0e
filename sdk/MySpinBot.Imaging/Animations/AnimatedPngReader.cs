using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>An animated PNG as a batch: each frame painted onto what the one before it left (PNG specification, third edition, 13.10).</summary>
internal sealed class AnimatedPngReader
{
    private readonly int _width;
    private readonly float[] _colour;
    private readonly float[] _alpha;

    private AnimatedPngReader(int width, int height) => (_width, _colour, _alpha) = (width, new float[width * height * 3], new float[width * height]);

    internal static (Image Image, Mask? Alpha) Decode(ReadOnlyMemory<byte> file, ImageLimits limits, string what, CancellationToken cancellation)
    {
        var frames = AnimatedPngFrames.Read(file, what);
        var header = ImageHeader.Read(file.Span)!.Value;
        HeaderCheck.ThrowIfTooLarge(header.Width, header.Height, frames.All.Count, limits, what);
        var (width, height, count) = ((int)header.Width, (int)header.Height, frames.All.Count);
        var canvas = new AnimatedPngReader(width, height);
        var colour = GC.AllocateUninitializedArray<float>(checked(width * height * 3 * count));
        var alpha = GC.AllocateUninitializedArray<float>(width * height * count);
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var frame = frames.All[i];
            var (picture, opacity) = PixelDecoder.DecodeByLibrary(frames.Png(frame), ImageFormat.Png, limits, what, cancellation);
            var before = frame.Disposal == AnimatedPngFrames.Disposal.Previous && i > 0 ? (Colour: canvas._colour.ToArray(), Alpha: canvas._alpha.ToArray()) : default;
            canvas.Paint(frame, picture, opacity);
            canvas._colour.CopyTo(colour, i * canvas._colour.Length);
            canvas._alpha.CopyTo(alpha, i * canvas._alpha.Length);
            canvas.Leave(frame, before.Colour, before.Alpha);
        }

        var opaque = !alpha.AsSpan().ContainsAnyExcept(1f);
        return (Image.Own(count, height, width, 3, colour), opaque ? null : Mask.Own(count, height, width, alpha));
    }

    private void Paint(AnimatedPngFrames.Frame frame, Image picture, Mask? opacity)
    {
        var colours = picture.Pixels;
        for (var i = 0; i < frame.Width * frame.Height; i++)
        {
            var at = ((frame.Top + (i / frame.Width)) * _width) + frame.Left + (i % frame.Width);
            var source = opacity is null ? 1f : opacity.Values[i];
            var below = frame.Over ? _alpha[at] * (1 - source) : 0;
            var sum = source + below;
            for (var c = 0; c < 3; c++)
            {
                ref var value = ref _colour[(at * 3) + c];
                value = below == 0 ? colours[(i * 3) + c] : ((colours[(i * 3) + c] * source) + (value * below)) / sum;
            }

            _alpha[at] = sum;
        }
    }

    // A first frame has nothing before it to go back to, and is taken away instead.
    private void Leave(AnimatedPngFrames.Frame frame, float[]? colour, float[]? alpha)
    {
        if (colour is not null && alpha is not null)
        {
            colour.CopyTo(_colour, 0);
            alpha.CopyTo(_alpha, 0);
        }
        else if (frame.Disposal != AnimatedPngFrames.Disposal.None)
        {
            for (var y = frame.Top; y < frame.Top + frame.Height; y++)
            {
                var at = (y * _width) + frame.Left;
                _colour.AsSpan(at * 3, frame.Width * 3).Clear();
                _alpha.AsSpan(at, frame.Width).Clear();
            }
        }
    }
}
