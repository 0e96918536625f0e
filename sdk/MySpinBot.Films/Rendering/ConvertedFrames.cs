namespace MySpinBot.Films;

/// <summary>Frames in another format.</summary>
internal sealed class ConvertedFrames(FrameStream frames, FrameFormat format) : FrameStream(format, frames.Width, frames.Height)
{
    private readonly byte[] _result = new byte[format.Bytes(frames.Width, frames.Height)];

    public override async ValueTask<FrameRun> NextAsync(CancellationToken cancellation)
    {
        var run = await frames.NextAsync(cancellation);
        if (run.Times > 0)
        {
            Convert(run.Pixels.Span);
        }

        return run with { Pixels = _result };
    }

    public override ValueTask DisposeAsync() => frames.DisposeAsync();

    private void Convert(ReadOnlySpan<byte> frame)
    {
        switch (frames.Format, Format)
        {
            case (FrameFormat.Rgb24, FrameFormat.Yuv420):
                YuvConversion.FromRgb(frame, _result, Width, Height);
                break;
            case (FrameFormat.Rgb24, FrameFormat.Rgba):
                Widen(frame, _result);
                break;
            case (FrameFormat.Rgba, FrameFormat.Rgb24):
                OverBlack(frame, _result);
                break;
            default:
                throw new NotSupportedException($"Nothing asks for {Format} out of {frames.Format}.");
        }
    }

    private static void Widen(ReadOnlySpan<byte> rgb, Span<byte> rgba)
    {
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
        {
            (rgba[to], rgba[to + 1], rgba[to + 2], rgba[to + 3]) = (rgb[from], rgb[from + 1], rgb[from + 2], 255);
        }
    }

    private static void OverBlack(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            var alpha = rgba[from + 3];
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (Share(rgba[from], alpha), Share(rgba[from + 1], alpha), Share(rgba[from + 2], alpha));
        }
    }

    private static byte Share(byte level, byte alpha) => (byte)(((level * alpha) + 127) / 255);
}
