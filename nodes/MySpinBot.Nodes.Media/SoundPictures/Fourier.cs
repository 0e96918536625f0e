namespace MySpinBot.Nodes.Media;

/// <summary>The discrete Fourier transform of one size, in place: radix 2, decimation in time (Cooley and Tukey, 1965).</summary>
internal sealed class Fourier
{
    private readonly int _size;
    private readonly double[] _cosine;
    private readonly double[] _sine;

    /// <param name="size">A power of two.</param>
    public Fourier(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.IsPow2(size), true, nameof(size));
        (_size, _cosine, _sine) = (size, new double[size / 2], new double[size / 2]);
        for (var i = 0; i < size / 2; i++)
        {
            (_sine[i], _cosine[i]) = Math.SinCos(-Math.Tau * i / size);
        }
    }

    /// <summary>Turns <c>size</c> complex values into their spectrum.</summary>
    public void Transform(Span<double> real, Span<double> imaginary)
    {
        Reorder(real, imaginary);
        for (var half = 1; half < _size; half *= 2)
        {
            var stride = _size / (2 * half);
            for (var block = 0; block < _size; block += 2 * half)
            {
                for (var i = 0; i < half; i++)
                {
                    var (a, b) = (block + i, block + i + half);
                    var (cosine, sine) = (_cosine[i * stride], _sine[i * stride]);
                    var turnedReal = (real[b] * cosine) - (imaginary[b] * sine);
                    var turnedImaginary = (real[b] * sine) + (imaginary[b] * cosine);
                    (real[b], imaginary[b]) = (real[a] - turnedReal, imaginary[a] - turnedImaginary);
                    (real[a], imaginary[a]) = (real[a] + turnedReal, imaginary[a] + turnedImaginary);
                }
            }
        }
    }

    private void Reorder(Span<double> real, Span<double> imaginary)
    {
        for (int i = 1, j = 0; i < _size; i++)
        {
            var bit = _size >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (real[i], real[j]) = (real[j], real[i]);
                (imaginary[i], imaginary[j]) = (imaginary[j], imaginary[i]);
            }
        }
    }
}
