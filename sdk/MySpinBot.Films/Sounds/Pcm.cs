using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Sound as the artifacts and ffmpeg's <c>f32le</c> hold it: interleaved little-endian float32.</summary>
internal static class Pcm
{
    /// <summary>MIME type of such artifacts.</summary>
    public const string MediaType = "audio/x-f32le";

    /// <summary>The most samples of all channels that are taken into memory (1 GiB).</summary>
    public const int MaxSamples = 1 << 28;

    private const int FramesAtOnce = 1 << 15;

    /// <summary>One clip, interleaved.</summary>
    public static byte[] Of(Audio audio, int clip)
    {
        var bytes = new byte[checked(audio.SampleCount * audio.Channels * sizeof(float))];
        for (var channel = 0; channel < audio.Channels; channel++)
        {
            var samples = audio.Channel(clip, channel);
            for (var i = 0; i < samples.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(((i * audio.Channels) + channel) * sizeof(float)), samples[i]);
            }
        }

        return bytes;
    }

    /// <summary>A single clip out of interleaved bytes; a broken last frame is left out.</summary>
    public static Audio ToAudio(ReadOnlySpan<byte> bytes, int channels, int sampleRate)
    {
        var count = bytes.Length / sizeof(float) / channels;
        var samples = new float[count * channels];
        Spread(bytes[..(count * channels * sizeof(float))], samples, 0, channels);
        return Audio.Own(1, channels, sampleRate, samples);
    }

    /// <summary>A single clip out of a file, which takes no more memory than the sound itself.</summary>
    public static async Task<Audio> ReadAsync(string path, int channels, int sampleRate, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, useAsync: true);
        var count = (int)(file.Length / sizeof(float) / channels);
        var (samples, buffer) = (SoundSize.Allocate(1, channels, count), new byte[FramesAtOnce * channels * sizeof(float)]);
        for (var first = 0; first < count; first += FramesAtOnce)
        {
            var bytes = buffer.AsMemory(0, Math.Min(FramesAtOnce, count - first) * channels * sizeof(float));
            await file.ReadExactlyAsync(bytes, cancellation);
            Spread(bytes.Span, samples, first, channels);
        }

        return Audio.Own(1, channels, sampleRate, samples);
    }

    /// <summary>The only clip of a sound.</summary>
    /// <exception cref="NodeFailure">It has several.</exception>
    public static void RequireOneClip(Audio audio)
    {
        if (audio.Batch != 1)
        {
            throw new NodeFailure($"A video has one sound, and this audio is a batch of {audio.Batch} clips; choose one of them.") { Input = "audio" };
        }
    }

    /// <summary>Puts interleaved frames to their places, channel by channel.</summary>
    private static void Spread(ReadOnlySpan<byte> bytes, float[] samples, int first, int channels)
    {
        var interleaved = MemoryMarshal.Cast<byte, float>(bytes);
        for (var channel = 0; channel < channels; channel++)
        {
            var row = samples.AsSpan((channel * (samples.Length / channels)) + first, interleaved.Length / channels);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = interleaved[(i * channels) + channel];
            }
        }
    }
}
