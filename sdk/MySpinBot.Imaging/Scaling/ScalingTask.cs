namespace MySpinBot.Imaging;

/// <summary>What is to be resized: values [batch, height, width, channels] to [batch, toHeight, toWidth, channels].</summary>
internal sealed record ScalingTask(
    ReadOnlyMemory<float> Values, int Batch, int Height, int Width, int Channels, int ToWidth, int ToHeight, ParallelOptions Parallel)
{
    internal int RowLength => Width * Channels;

    internal int ToRowLength => ToWidth * Channels;

    internal float[] NewResult() => GC.AllocateUninitializedArray<float>(Batch * ToHeight * ToRowLength);

    /// <summary>One input row, [width, channels].</summary>
    internal ReadOnlySpan<float> Row(int picture, int y) => Values.Span.Slice(((picture * Height) + y) * RowLength, RowLength);
}
