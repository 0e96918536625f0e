using System.Numerics;
using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A new value out of two that lie at the same place; written as a struct so that it is compiled into the loop.</summary>
internal interface IValueMix
{
    /// <summary>The new values.</summary>
    Vector<float> Of(Vector<float> first, Vector<float> second);
}

/// <summary>The same arithmetic for every value of a picture, as many at once as the processor takes.</summary>
internal static class PerValue
{
    private const int Stretch = 1 << 18;

    /// <summary>An image of the same size out of each value of <paramref name="image"/>.</summary>
    internal static Image Change<TMix>(Image image, TMix mix, CancellationToken cancellation)
        where TMix : struct, IValueMix
        => Mix(image, image, mix, cancellation);

    /// <summary>An image out of two of the same size.</summary>
    internal static Image Mix<TMix>(Image first, Image second, TMix mix, CancellationToken cancellation)
        where TMix : struct, IValueMix
        => Image.Create(first.Batch, first.Height, first.Width, first.Channels, pixels =>
        {
            for (var at = 0; at < pixels.Length; at += Stretch)
            {
                cancellation.ThrowIfCancellationRequested();
                var count = Math.Min(Stretch, pixels.Length - at);
                Mix(first.Pixels.Slice(at, count), second.Pixels.Slice(at, count), pixels.AsSpan(at, count), mix);
            }
        });

    /// <summary>Fills <paramref name="result"/>, which may be one of the two, or overlap one of them from before its start.</summary>
    internal static void Mix<TMix>(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> result, TMix mix)
        where TMix : struct, IValueMix
    {
        var ones = MemoryMarshal.Cast<float, Vector<float>>(first);
        var others = MemoryMarshal.Cast<float, Vector<float>>(second);
        var results = MemoryMarshal.Cast<float, Vector<float>>(result);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = mix.Of(ones[i], others[i]);
        }

        var done = results.Length * Vector<float>.Count;
        if (done < result.Length)
        {
            Span<float> rest = stackalloc float[2 * Vector<float>.Count];
            first[done..].CopyTo(rest);
            second[done..].CopyTo(rest[Vector<float>.Count..]);
            Span<float> mixed = stackalloc float[Vector<float>.Count];
            mix.Of(new Vector<float>(rest), new Vector<float>(rest[Vector<float>.Count..])).CopyTo(mixed);
            mixed[..(result.Length - done)].CopyTo(result[done..]);
        }
    }
}
