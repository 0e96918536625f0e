namespace MySpinBot.Nodes.Media;

/// <summary>Composes background music: a chord a bar on a soft pad, its root in the bass, and plucked notes of the chord now and then.</summary>
internal sealed class Arrangement
{
    private const int BeatsPerBar = 4;
    private const int BarsPerPhrase = 4;
    private const double C = 261.6255653005986;

    // Where each part lies: all of its notes are within the octave above. So chords follow each other by small steps, and bass and pad stay apart in every key.
    private const double PadFrom = 185;
    private const double BassFrom = 58;
    private const double PluckFrom = 370;

    // Two voices a little apart, one on each side, are wider than one.
    private static readonly double[] Detuning = [-0.0022, 0.0022];

    private readonly MoodStyle _style;
    private readonly int _key;
    private readonly double _beat;
    private readonly double _register;
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
        (_style, _key, _beat, _chance) = (style, key, 60 / beatsPerMinute, new RandomNoise(seed));
        _register = Math.Pow(2, style.Register / 12.0);
        _pad = new Instrument(new Oscillator(900, sampleRate, number => number <= 10 ? Math.Pow(number, -style.Brightness) : 0), 0.9, 0, 1.4);

        // Small loudspeakers have no 60 Hz: the second and third harmonic are heard there instead.
        _bass = new Instrument(new Oscillator(200, sampleRate, number => number switch { 1 => 1, 2 => 0.35, 3 => 0.12, 4 => 0.03, _ => 0 }), 0.06, 3, 0.35);
        _pluck = new Instrument(new Oscillator(2500, sampleRate, number => number switch { 1 => 1, 2 => 0.12, 3 => 0.16, 5 => 0.04, _ => 0 }), 0.008, 0.45, 0.6);
    }

    /// <summary>All notes of a piece, by their beginnings.</summary>
    public IEnumerable<Note> Notes(double seconds)
    {
        var length = _beat * BeatsPerBar;
        var (progression, motif) = (Array.Empty<int>(), Array.Empty<int>());
        for (var bar = 0; bar * length < seconds; bar++)
        {
            var (phrase, place) = Math.DivRem(bar, BarsPerPhrase);
            if (place == 0)
            {
                progression = _style.Progressions[_chance.Below(_style.Progressions.Length)];

                // A tune is heard in two phrases, then comes another.
                motif = phrase % 2 == 0 ? Motif() : motif;
            }

            // The last bar of a phrase answers with the tune backwards; every fourth phrase rests.
            foreach (var note in Bar(bar * length, length, progression[place], place == BarsPerPhrase - 1 ? [.. motif.Reverse()] : motif, phrase % 4 == 3 ? 0.35 : 1))
            {
                yield return note;
            }
        }
    }

    private List<Note> Bar(double start, double length, int degree, int[] motif, double busy)
    {
        List<Note> notes = [];
        foreach (var (step, from, gain) in Chord(degree))
        {
            notes.AddRange(Detuning.Select((detune, side) => new Note(_pad, start, length, Pitch(degree + step, from) * (1 + detune), gain, side == 0 ? -0.8 : 0.8)));
        }

        notes.Add(new Note(_bass, start, length * 0.55, Pitch(degree, BassFrom), 0.2, 0));
        notes.Add(new Note(_bass, start + (length * 0.625), length * 0.3, Pitch(degree, BassFrom), 0.13, 0));
        for (var i = 0; i < motif.Length; i++)
        {
            var gain = 0.07 + (0.04 * _chance.Next());
            var (late, pan) = (0.012 * _chance.Next(), (_chance.Next() * 1.2) - 0.6);
            if (_chance.Next() < busy * _style.PluckChance * (i % 2 == 0 ? 1.15 : 0.75))
            {
                var octave = motif[i] >= 7 ? 2 : 1;
                notes.Add(new Note(_pluck, start + (i * length / motif.Length) + late, 0.3, octave * Pitch(degree + motif[i], PluckFrom), gain, pan));
            }
        }

        return notes;
    }

    /// <summary>Root, third and fifth, the root once more above, and a ninth, softly; no ninth where it would lie a semitone above the root and rub.</summary>
    private IEnumerable<(int Step, double From, double Gain)> Chord(int degree)
    {
        yield return (0, PadFrom, 0.075);
        yield return (2, PadFrom, 0.075);
        yield return (4, PadFrom, 0.075);
        yield return (0, 2 * PadFrom, 0.03);
        if ((_style.Semitones(degree + 1) - _style.Semitones(degree)) % 12 != 1)
        {
            yield return (8, PadFrom, 0.04);
        }
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

    /// <summary>A step of the scale within the octave from a pitch up.</summary>
    private double Pitch(int degree, double from)
    {
        var octaves = Math.Log2(C / (from * _register)) + ((_key + _style.Semitones(degree)) / 12.0);
        return from * _register * Math.Pow(2, octaves - Math.Floor(octaves));
    }
}
