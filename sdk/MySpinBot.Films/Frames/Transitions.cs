using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Leads one frame over to another.</summary>
internal static class Transitions
{
    // Edges are this soft: sharp ones flicker where they move by fractions of a pixel.
    private const double Softness = 8;

    /// <summary>Makes one frame of a transition.</summary>
    /// <param name="way">How it is done.</param>
    /// <param name="progress">How far it has got: 0 shows <paramref name="from"/>, 1 shows <paramref name="to"/>.</param>
    /// <param name="from">What is left, [height, width, 3].</param>
    /// <param name="to">What is come to, of the same size.</param>
    /// <param name="result">Takes the frame.</param>
    /// <param name="width">Width of all three.</param>
    /// <param name="height">Height of all three.</param>
    public static void Mix(TransitionKind way, double progress, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, Span<byte> result, int width, int height)
    {
        progress = Math.Clamp(progress, 0, 1);
        switch (way)
        {
            case TransitionKind.Fade:
                FrameMixing.Mix(from, to, FrameMixing.Weight(progress), result);
                break;
            case TransitionKind.FadeThroughBlack:
                Through(0, progress, from, to, result);
                break;
            case TransitionKind.FadeThroughWhite:
                Through(255, progress, from, to, result);
                break;
            case TransitionKind.WipeLeft or TransitionKind.WipeRight:
                FrameMixing.MixColumns(from, to, Edge(progress, width, way == TransitionKind.WipeLeft), result);
                break;
            case TransitionKind.WipeUp or TransitionKind.WipeDown:
                FrameMixing.MixRows(from, to, Edge(progress, height, way == TransitionKind.WipeUp), result);
                break;
            case TransitionKind.SlideLeft or TransitionKind.SlideRight:
                Slide(way == TransitionKind.SlideLeft ? progress : 1 - progress, way == TransitionKind.SlideLeft, from, to, result, width);
                break;
            case TransitionKind.Circle:
                Circle(progress, from, to, result, width, height);
                break;
            default:
                throw new NodeFailure($"Two videos are joined by {way}, which this version does not know; update MySpinBot.");
        }
    }

    private static void Through(byte level, double progress, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, Span<byte> result)
        => FrameMixing.MixWith(progress < 0.5 ? from : to, level, FrameMixing.Weight(Math.Abs((2 * progress) - 1)), result);

    /// <summary>How much of the new picture is seen at each place of a line, when an edge runs along it.</summary>
    private static short[] Edge(double progress, int length, bool backwards)
    {
        var edge = (progress * (length + Softness)) - (Softness / 2);
        var weights = new short[length];
        for (var i = 0; i < length; i++)
        {
            weights[backwards ? length - 1 - i : i] = FrameMixing.Weight(Smooth(edge - i - 0.5));
        }

        return weights;
    }

    /// <summary>One where a place lies well behind the edge, 0 where it lies well before it.</summary>
    private static double Smooth(double behind) => Math.Clamp((behind / Softness) + 0.5, 0, 1);

    /// <summary>Two pictures side by side run through the frame.</summary>
    private static void Slide(double progress, bool newIsRight, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, Span<byte> result, int width)
    {
        var gone = (int)Math.Round(progress * width) * 3;
        var left = newIsRight ? from : to;
        var right = newIsRight ? to : from;
        for (var start = 0; start < result.Length; start += width * 3)
        {
            left[(start + gone)..(start + (width * 3))].CopyTo(result[start..]);
            right.Slice(start, gone).CopyTo(result[(start + (width * 3) - gone)..]);
        }
    }

    private static void Circle(double progress, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, Span<byte> result, int width, int height)
    {
        var farthest = Math.Sqrt(((double)width * width) + ((double)height * height)) / 2;
        var radius = (progress * (farthest + Softness)) - (Softness / 2);
        var weights = new short[width];
        for (var row = 0; row < height; row++)
        {
            var y = row + 0.5 - (height / 2.0);
            for (var column = 0; column < width; column++)
            {
                var x = column + 0.5 - (width / 2.0);
                weights[column] = FrameMixing.Weight(Smooth(radius - Math.Sqrt((x * x) + (y * y))));
            }

            var line = new Range(row * width * 3, (row + 1) * width * 3);
            FrameMixing.MixColumns(from[line], to[line], weights, result[line]);
        }
    }
}
