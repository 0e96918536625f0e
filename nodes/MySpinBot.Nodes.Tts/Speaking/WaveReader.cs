using System.Buffers.Binary;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>Reads the 16-bit WAV that espeak-ng writes to a pipe. It cannot know its lengths beforehand, so those in the header are not believed.</summary>
internal static class WaveReader
{
    /// <summary>The sound, mono.</summary>
    /// <exception cref="NodeFailure">It is no such file.</exception>
    public static Audio Read(ReadOnlySpan<byte> wave)
    {
        if (wave.Length < 12 || !wave.StartsWith("RIFF"u8) || !wave[8..12].SequenceEqual("WAVE"u8))
        {
            throw Unreadable();
        }

        var sampleRate = 0;
        for (var at = 12L; at + 8 <= wave.Length;)
        {
            var chunk = wave[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("fmt "u8) && chunk.Length >= 24)
            {
                sampleRate = RateOf(chunk[8..]);
            }
            else if (chunk.StartsWith("data"u8) && sampleRate > 0)
            {
                return Audio.Own(1, 1, sampleRate, Samples(chunk[8..]));
            }

            at += 8 + length + (length & 1);
        }

        throw Unreadable();
    }

    private static int RateOf(ReadOnlySpan<byte> format)
    {
        var (coding, channels, bits) = (BinaryPrimitives.ReadUInt16LittleEndian(format), BinaryPrimitives.ReadUInt16LittleEndian(format[2..]), BinaryPrimitives.ReadUInt16LittleEndian(format[14..]));
        return coding == 1 && channels == 1 && bits == 16 ? BinaryPrimitives.ReadInt32LittleEndian(format[4..]) : throw Unreadable();
    }

    private static float[] Samples(ReadOnlySpan<byte> data)
    {
        var samples = new float[data.Length / sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(i * sizeof(short))..]) / 32768f;
        }

        return samples;
    }

    private static NodeFailure Unreadable() => new("espeak-ng wrote something other than 16-bit mono WAV; install espeak-ng 1.50 or later.");
}
