using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Sound as the artifacts and ffmpeg's <c>f32le</c> hold it: interleaved little-endian float32.</summary>
internal static class Pcm
{
    /// <summary>MIME type of such artifacts.</summary>
    public const string MediaType = "audio/x-f32le";

    /// <summary>The most samples of all channels that are taken into memory (1 GiB).</summary>
    public const int MaxSamples = 1 << 28;

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
        var interleaved = MemoryMarshal.Cast<byte, float>(bytes);
        var samples = new float[count * channels];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var i = 0; i < count; i++)
            {
                samples[(channel * count) + i] = interleaved[(i * channels) + channel];
            }
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
}
