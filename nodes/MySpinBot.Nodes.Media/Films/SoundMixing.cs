using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The gain of a sound at each of its samples.</summary>
internal delegate double GainCurve(long sample);

/// <summary>Adds sounds up, each with its gain, a block at a time: memory does not grow with length.</summary>
internal static class SoundMixing
{
    private const int BlockSamples = 1 << 14;

    /// <summary>Mixes two sounds of one form, or changes the gain of one.</summary>
    /// <param name="first">The one, which says how long the result is.</param>
    /// <param name="firstGain">Its gain.</param>
    /// <param name="second">The other one, of the same rate and channels; silence where it has ended.</param>
    /// <param name="secondGain">Its gain.</param>
    /// <param name="context">Where the result lies.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<SoundFile> MixAsync(SoundFile first, GainCurve firstGain, SoundFile? second, GainCurve? secondGain, NodeContext context, CancellationToken cancellation)
    {
        var result = first with { Path = context.TemporaryPath(".f32le") };
        await using var one = Open(first.Path);
        await using var other = second is null ? null : Open(second.Path);
        await using var output = new FileStream(result.Path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16, useAsync: true);
        var (block, added) = (new byte[BlockSamples * first.FrameBytes], new byte[BlockSamples * first.FrameBytes]);
        for (long sample = 0; await one.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancellation) is var count and > 0; sample += BlockSamples)
        {
            Scale(block.AsSpan(0, count), firstGain, sample, first.Channels);
            if (other is not null && secondGain is not null)
            {
                var had = await other.ReadAtLeastAsync(added.AsMemory(0, count), count, throwOnEndOfStream: false, cancellation);
                Scale(added.AsSpan(0, had), secondGain, sample, first.Channels);
                Add(added.AsSpan(0, had), block);
            }

            await output.WriteAsync(block.AsMemory(0, count), cancellation);
        }

        return result;
    }

    /// <summary>The same sound backwards.</summary>
    public static async Task<SoundFile> ReversedAsync(SoundFile sound, NodeContext context, CancellationToken cancellation)
    {
        var result = sound with { Path = context.TemporaryPath(".f32le") };
        await using var input = Open(sound.Path);
        await using var output = new FileStream(result.Path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16, useAsync: true);
        var block = new byte[BlockSamples * sound.FrameBytes];
        for (var end = input.Length / sound.FrameBytes * sound.FrameBytes; end > 0;)
        {
            var count = (int)Math.Min(end, block.Length);
            input.Seek(end -= count, SeekOrigin.Begin);
            await input.ReadExactlyAsync(block.AsMemory(0, count), cancellation);
            Turn(block.AsSpan(0, count), sound.Channels);
            await output.WriteAsync(block.AsMemory(0, count), cancellation);
        }

        return result;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);

    private static void Scale(Span<byte> block, GainCurve gain, long sample, int channels)
    {
        var values = MemoryMarshal.Cast<byte, float>(block);
        for (var i = 0; i + channels <= values.Length; i += channels, sample++)
        {
            var factor = (float)gain(sample);
            for (var channel = 0; channel < channels; channel++)
            {
                values[i + channel] *= factor;
            }
        }
    }

    private static void Add(ReadOnlySpan<byte> added, Span<byte> block)
    {
        var values = MemoryMarshal.Cast<byte, float>(added);
        var sum = MemoryMarshal.Cast<byte, float>(block);
        for (var i = 0; i < values.Length && i < sum.Length; i++)
        {
            sum[i] += values[i];
        }
    }

    private static void Turn(Span<byte> block, int channels)
    {
        var values = MemoryMarshal.Cast<byte, float>(block);
        values.Reverse();
        for (var i = 0; i < values.Length; i += channels)
        {
            values.Slice(i, channels).Reverse();
        }
    }
}
