namespace MySpinBot.Nodes.Media;

/// <summary>One period of a tone, from which any pitch is read. It holds only the harmonics that lie under half the sample rate, so that nothing is heard that is not in the tone.</summary>
internal sealed class Oscillator
{
    private const int Size = 4096;
    private const int MostHarmonics = 1024;
    private readonly float[] _period = new float[Size + 1];

    /// <param name="hertz">The highest pitch that it is read at.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="harmonic">The amplitude of each harmonic's sine, from 1 up.</param>
    public Oscillator(double hertz, int sampleRate, Func<int, double> harmonic)
    {
        var harmonics = (int)Math.Clamp(sampleRate / 2.0 / hertz, 1, MostHarmonics);
        var exact = new double[Size];
        for (var number = 1; number <= harmonics; number++)
        {
            var amplitude = harmonic(number);
            for (var i = 0; amplitude != 0 && i < Size; i++)
            {
                exact[i] += amplitude * Math.Sin(Math.Tau * (((long)number * i) % Size) / Size);
            }
        }

        var peak = exact.Max(Math.Abs);
        for (var i = 0; i <= Size; i++)
        {
            _period[i] = (float)(exact[i % Size] / (peak > 0 ? peak : 1));
        }
    }

    /// <summary>The value at a phase, in periods from 0 up; its peak is 1.</summary>
    public float At(double phase)
    {
        var place = (phase - Math.Floor(phase)) * Size;
        var below = Math.Min((int)place, Size - 1);
        return _period[below] + ((_period[below + 1] - _period[below]) * (float)(place - below));
    }

    /// <summary>The harmonics of a square wave: 1/n of the odd ones.</summary>
    public static double Square(int number) => number % 2 == 1 ? 1.0 / number : 0;

    /// <summary>Those of a sawtooth: 1/n of all.</summary>
    public static double Sawtooth(int number) => 1.0 / number;

    /// <summary>Those of a triangle: 1/n² of the odd ones, in turn up and down.</summary>
    public static double Triangle(int number) => number % 4 == 1 ? 1.0 / ((double)number * number) : number % 4 == 3 ? -1.0 / ((double)number * number) : 0;
}
