using System.Numerics;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Makes a network's input of a picture: a part of it, scaled linearly with what lies between averaged when it shrinks, as the network wants its numbers.</summary>
internal sealed class InputFilling
{
    private readonly PictureView _view;
    private readonly FaceNetwork _network;
    private readonly LinearTaps _across, _down;

    // Rows that were scaled across and are still wanted, in a ring.
    private readonly float[] _ring;
    private readonly float[] _line;

    /// <summary>For pictures of one size.</summary>
    public InputFilling(PictureView view, FaceNetwork network)
    {
        (_view, _network) = (view, network);
        (_across, _down) = (new(view.Width, view.ScaledWidth), new(view.Height, view.ScaledHeight));
        (_line, _ring) = (new float[view.ScaledWidth * 3], new float[_down.Most * view.ScaledWidth * 3]);
    }

    /// <summary>Fills an input. Not for two threads at once.</summary>
    /// <param name="picture">The whole picture, packed RGB bytes, [height, width, 3].</param>
    /// <param name="pictureWidth">Columns of the picture.</param>
    /// <param name="input">[3, height, width] of the network.</param>
    public void Fill(ReadOnlySpan<byte> picture, int pictureWidth, Span<float> input)
    {
        var plane = _view.InputWidth * _view.InputHeight;
        input[..(3 * plane)].Fill(_network.Beside);
        var scaled = 0;
        for (var y = 0; y < _view.ScaledHeight; y++)
        {
            var (first, weights) = _down.At(y);
            for (; scaled < first + weights.Length; scaled++)
            {
                Across(picture.Slice((((_view.Y + scaled) * pictureWidth) + _view.X) * 3, _view.Width * 3), Kept(scaled));
            }

            _line.AsSpan().Clear();
            for (var k = 0; k < weights.Length; k++)
            {
                Weigh(Kept(first + k), weights[k], _line);
            }

            for (var channel = 0; channel < 3; channel++)
            {
                var (subtracted, factor, source) = (_network.Subtracted[channel], _network.Factor, _network.Channels[channel]);
                var target = input.Slice((channel * plane) + (y * _view.InputWidth), _view.ScaledWidth);
                for (var x = 0; x < target.Length; x++)
                {
                    target[x] = (_line[(x * 3) + source] - subtracted) * factor;
                }
            }
        }
    }

    private void Across(ReadOnlySpan<byte> row, Span<float> scaled)
    {
        if (_across.IsCopy)
        {
            for (var i = 0; i < scaled.Length; i++)
            {
                scaled[i] = row[i];
            }

            return;
        }

        for (var x = 0; x < _view.ScaledWidth; x++)
        {
            float red = 0, green = 0, blue = 0;
            var (first, weights) = _across.At(x);
            for (int k = 0, i = first * 3; k < weights.Length; k++, i += 3)
            {
                red += row[i] * weights[k];
                green += row[i + 1] * weights[k];
                blue += row[i + 2] * weights[k];
            }

            (scaled[x * 3], scaled[(x * 3) + 1], scaled[(x * 3) + 2]) = (red, green, blue);
        }
    }

    private Span<float> Kept(int row) => _ring.AsSpan(row % _down.Most * _line.Length, _line.Length);

    private static void Weigh(ReadOnlySpan<float> values, float weight, Span<float> sum)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var part = sum.Slice(i, Vector<float>.Count);
            (new Vector<float>(part) + (new Vector<float>(values.Slice(i, Vector<float>.Count)) * weight)).CopyTo(part);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += values[i] * weight;
        }
    }
}
