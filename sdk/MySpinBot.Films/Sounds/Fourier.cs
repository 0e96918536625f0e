using System.Numerics;

namespace MySpinBot.Films;

/// <summary>The discrete Fourier transform of one size, of several signals side by side, in place. One thread at a time.</summary>
/// <remarks>Stockham's form of the mixed-radix transform (Cooley and Tukey 1965; Cochran et al. 1967): each pass leaves its results where the next one wants them, so nothing is reordered,
/// and its innermost loop runs over neighbours. Sizes whose prime factors are small are fast.</remarks>
internal sealed class Fourier
{
    private readonly int _size;
    private readonly int _signals;
    private readonly int[] _factors;
    private readonly double[] _cosine; // of −τ·i / size
    private readonly double[] _sine;
    private readonly double[] _real;
    private readonly double[] _imaginary;

    /// <param name="size">Values of each signal.</param>
    /// <param name="signals">How many signals lie side by side: value i of signal s stands at i · signals + s.</param>
    public Fourier(int size, int signals = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(signals, 1);
        (_size, _signals, _factors) = (size, signals, [.. Factors(size)]);
        (_cosine, _sine) = (new double[size], new double[size]);
        for (var i = 0; i < size; i++)
        {
            (_sine[i], _cosine[i]) = Math.SinCos(-Math.Tau * i / size);
        }

        (_real, _imaginary) = (new double[checked(size * signals)], new double[size * signals]);
    }

    /// <summary>Turns complex values, [size, signals], into their spectra.</summary>
    public void Transform(Span<double> real, Span<double> imaginary)
    {
        var pass = new Pass { FromReal = real, FromImaginary = imaginary, ToReal = _real, ToImaginary = _imaginary, Left = _size, Stride = _signals };
        foreach (var factor in _factors)
        {
            if (pass.Stride % Lanes.Width == 0)
            {
                Step<Lanes>(pass, factor);
            }
            else
            {
                Step<Lane>(pass, factor);
            }

            pass = new Pass
            {
                FromReal = pass.ToReal, FromImaginary = pass.ToImaginary, ToReal = pass.FromReal, ToImaginary = pass.FromImaginary,
                Left = pass.Left / factor, Stride = pass.Stride * factor,
            };
        }

        if (_factors.Length % 2 == 1)
        {
            _real.CopyTo(real);
            _imaginary.CopyTo(imaginary);
        }
    }

    // Fours first: they need the fewest multiplications.
    private static IEnumerable<int> Factors(int size)
    {
        for (var factor = 4; size > 1; factor = factor switch { 4 => 2, 3 => 5, _ => factor + 1 })
        {
            for (; size % factor == 0; size /= factor)
            {
                yield return factor;
            }
        }
    }

    private void Step<T>(Pass pass, int factor)
        where T : unmanaged, ILane<T>
    {
        var (blocks, turn) = (pass.Left / factor, _size / pass.Left);
        Span<Complex<T>> values = stackalloc Complex<T>[factor];
        for (var block = 0; block < blocks; block++)
        {
            for (var k = 0; k < pass.Stride; k += T.Width)
            {
                for (var i = 0; i < factor; i++)
                {
                    values[i] = pass.Read<T>(((block + (blocks * i)) * pass.Stride) + k);
                }

                Small(values);
                for (var i = 0; i < factor; i++)
                {
                    // No product reaches beyond the circle: block · i < left.
                    var angle = block * i * turn;
                    pass.Write(((((factor * block) + i) * pass.Stride) + k), angle == 0 ? values[i] : values[i].Times(_cosine[angle], _sine[angle]));
                }
            }
        }
    }

    private void Small<T>(Span<Complex<T>> x)
        where T : unmanaged, ILane<T>
    {
        if (x.Length == 4)
        {
            var (sum, difference, otherSum, other) = (x[0] + x[2], x[0] - x[2], x[1] + x[3], (x[1] - x[3]).TimesMinusI());
            (x[0], x[1], x[2], x[3]) = (sum + otherSum, difference + other, sum - otherSum, difference - other);
        }
        else if (x.Length == 2)
        {
            (x[0], x[1]) = (x[0] + x[1], x[0] - x[1]);
        }
        else
        {
            Odd(x);
        }
    }

    // In pairs from both ends: the sum of a pair meets only cosines, its difference only sines.
    private void Odd<T>(Span<Complex<T>> x)
        where T : unmanaged, ILane<T>
    {
        var (count, half, turn) = (x.Length, x.Length / 2, _size / x.Length);
        Span<Complex<T>> sums = stackalloc Complex<T>[half];
        Span<Complex<T>> differences = stackalloc Complex<T>[half];
        var first = x[0];
        for (var i = 0; i < half; i++)
        {
            (sums[i], differences[i]) = (x[i + 1] + x[count - 1 - i], x[i + 1] - x[count - 1 - i]);
            x[0] += sums[i];
        }

        for (var to = 1; to <= half; to++)
        {
            var (even, odd) = (first, default(Complex<T>));
            for (var i = 0; i < half; i++)
            {
                var angle = (i + 1) * to % count * turn;
                even += sums[i].Times(_cosine[angle]);
                odd += differences[i].Times(-_sine[angle]);
            }

            var turned = odd.TimesMinusI();
            (x[to], x[count - to]) = (even + turned, even - turned);
        }
    }

    private ref struct Pass
    {
        public required Span<double> FromReal { get; init; }

        public required Span<double> FromImaginary { get; init; }

        public required Span<double> ToReal { get; init; }

        public required Span<double> ToImaginary { get; init; }

        public required int Left { get; init; }

        public required int Stride { get; init; }

        public readonly Complex<T> Read<T>(int at)
            where T : unmanaged, ILane<T>
            => new(T.Read(FromReal[at..]), T.Read(FromImaginary[at..]));

        public readonly void Write<T>(int at, Complex<T> value)
            where T : unmanaged, ILane<T>
        {
            value.Real.Write(ToReal[at..]);
            value.Imaginary.Write(ToImaginary[at..]);
        }
    }

    /// <summary>Neighbouring numbers that are computed with together.</summary>
    private interface ILane<T>
        where T : unmanaged, ILane<T>
    {
        static abstract int Width { get; }

        static abstract T Read(ReadOnlySpan<double> from);

        static abstract T operator +(T a, T b);

        static abstract T operator -(T a, T b);

        static abstract T operator *(T a, double b);

        void Write(Span<double> to);
    }

    private readonly record struct Complex<T>(T Real, T Imaginary)
        where T : unmanaged, ILane<T>
    {
        public static Complex<T> operator +(Complex<T> a, Complex<T> b) => new(a.Real + b.Real, a.Imaginary + b.Imaginary);

        public static Complex<T> operator -(Complex<T> a, Complex<T> b) => new(a.Real - b.Real, a.Imaginary - b.Imaginary);

        public Complex<T> Times(double factor) => new(Real * factor, Imaginary * factor);

        public Complex<T> Times(double cosine, double sine) => new((Real * cosine) - (Imaginary * sine), (Real * sine) + (Imaginary * cosine));

        public Complex<T> TimesMinusI() => new(Imaginary, default(T) - Real);
    }

    private readonly struct Lane(double value) : ILane<Lane>
    {
        private readonly double _value = value;

        public static int Width => 1;

        public static Lane Read(ReadOnlySpan<double> from) => new(from[0]);

        public static Lane operator +(Lane a, Lane b) => new(a._value + b._value);

        public static Lane operator -(Lane a, Lane b) => new(a._value - b._value);

        public static Lane operator *(Lane a, double b) => new(a._value * b);

        public void Write(Span<double> to) => to[0] = _value;
    }

    private readonly struct Lanes(Vector<double> values) : ILane<Lanes>
    {
        private readonly Vector<double> _values = values;

        public static int Width => Vector<double>.Count;

        public static Lanes Read(ReadOnlySpan<double> from) => new(new Vector<double>(from));

        public static Lanes operator +(Lanes a, Lanes b) => new(a._values + b._values);

        public static Lanes operator -(Lanes a, Lanes b) => new(a._values - b._values);

        public static Lanes operator *(Lanes a, double b) => new(a._values * b);

        public void Write(Span<double> to) => _values.CopyTo(to);
    }
}
