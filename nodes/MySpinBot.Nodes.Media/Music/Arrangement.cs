namespace MySpinBot.Nodes.Media;

/// <summary>Composes background music: a chord a bar on a soft pad, its root in the bass, and plucked notes of the chord now and then.</summary>
internal sealed class Arrangement
{
    private const int BeatsPerBar = 4;
    private const int BarsPerProgression = 4;
    private const double Middle = 261.6255653005986; // c'

    // Two voices a little apart, one on each side, are wider than one.
    private static readonly double[] Detuning = [-0.0022, 0.0022];

    private readonly MoodStyle _style;
    private readonly int _root;
    private readonly double _beat;
    private readonly Instrument _pad;
    private readonly Instrument _bass;
    private readonly Instrument _pluck;
    private RandomNoise _chance;

    /// <param name="style">The mood.</param>
    /// <param name="key">Semitones above C.</param>
    /// <param name="beatsPerMinute">The tempo.</param>
    /// <param name="seed">Chooses chords and plucks.</param>
    /// <param name="sampleRate">Samples a second.</param>
    public Arrangement(MoodStyle style, int key, double beatsPerMinute, long seed, int sampleRate)
    {
        var root = (key + style.Register + 12) % 12;
        (_style, _root, _beat, _chance) = (style, root > 4 ? root - 12 : root, 60 / beatsPerMinute, new RandomNoise(seed));
        _pad = new Instrument(new Oscillator(700, sampleRate, number => number <= 10 ? Math.Pow(number, -style.Brightness) : 0), 0.9, 0, 1.4);
        _bass = new Instrument(new Oscillator(200, sampleRate, number => number switch { 1 => 1, 2 => 0.25, 3 => 0.06, _ => 0 }), 0.06, 3, 0.35);
        _pluck = new Instrument(new Oscillator(2500, sampleRate, number => number switch { 1 => 1, 2 => 0.12, 3 => 0.16, 5 => 0.04, _ => 0 }), 0.008, 0.45, 0.6);
    }

    /// <summary>All notes of a piece, by their beginnings.</summary>
    public IEnumerable<Note> Notes(double seconds)
    {
        var bar = _beat * BeatsPerBar;
        var (progression, motif) = (Array.Empty<int>(), Array.Empty<int>());
        for (var number = 0; number * bar < seconds; number++)
        {
            if (number % BarsPerProgression == 0)
            {
                (progression, motif) = (_style.Progressions[_chance.Below(_style.Progressions.Length)], Motif());
            }

            var degree = progression[number % BarsPerProgression];
            foreach (var note in Bar(number * bar, bar, degree, motif))
            {
                yield return note;
            }
        }
    }

    private List<Note> Bar(double start, double length, int degree, int[] motif)
    {
        List<Note> notes = [];
        foreach (var (step, octave) in new[] { (0, 0), (2, 0), (4, 0), (8, -1), (0, 1) })
        {
            // Root, third, fifth, ninth within the octave, and the root above, softly.
            var gain = step == 8 ? 0.045 : octave == 1 ? 0.03 : 0.075;
            notes.AddRange(Detuning.Select((detune, side) => new Note(_pad, start, length, Pitch(degree + step, octave) * (1 + detune), gain, side == 0 ? -0.8 : 0.8)));
        }

        notes.Add(new Note(_bass, start, length * 0.55, Pitch(degree, -2), 0.2, 0));
        notes.Add(new Note(_bass, start + (length * 0.625), length * 0.3, Pitch(degree, -2), 0.13, 0));
        for (var i = 0; i < motif.Length; i++)
        {
            var gain = 0.075 + (0.045 * _chance.Next());
            var (late, pan) = (0.012 * _chance.Next(), (_chance.Next() * 1.2) - 0.6);
            if (_chance.Next() < _style.PluckChance * (i % 2 == 0 ? 1.15 : 0.75))
            {
                notes.Add(new Note(_pluck, start + (i * length / motif.Length) + late, 0.3, Pitch(degree + motif[i], 1), gain, pan));
            }
        }

        return notes;
    }

    // Eight steps over the chord, up and down by small leaps: what is heard again is heard as a tune.
    private int[] Motif()
    {
        int[] tones = [0, 2, 4, 7, 9];
        var (motif, at) = (new int[8], _chance.Below(3));
        for (var i = 0; i < motif.Length; i++)
        {
            at = Math.Clamp(at + _chance.Below(3) - 1, 0, tones.Length - 1);
            motif[i] = tones[at];
        }

        return motif;
    }

    /// <summary>A step of the scale: 0 is the root, 7 the octave above it. Roots lie from f to e', whatever the key.</summary>
    private double Pitch(int degree, int octave)
    {
        var (octaves, step) = Math.DivRem(degree, 7);
        return Middle * Math.Pow(2, ((_style.Scale[step] + _root) / 12.0) + octaves + octave);
    }
}
