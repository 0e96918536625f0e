namespace MySpinBot.Nodes.Media;

/// <summary>A note of one instrument.</summary>
/// <param name="Instrument">What plays it.</param>
/// <param name="Start">Seconds at which it begins.</param>
/// <param name="Seconds">How long it is held.</param>
/// <param name="Hertz">Its pitch.</param>
/// <param name="Gain">How loud.</param>
/// <param name="Pan">-1 left, 1 right.</param>
internal readonly record struct Note(Instrument Instrument, double Start, double Seconds, double Hertz, double Gain, double Pan)
{
    /// <summary>Adds the note to both channels.</summary>
    public void Play(Span<float> left, Span<float> right, int sampleRate)
    {
        var (first, count) = ((int)Math.Round(Start * sampleRate), (int)((Seconds + Instrument.Release) * sampleRate));
        var (start, end) = (Math.Max(0, first), Math.Min(left.Length, first + count));

        // Equal power: as loud on one side as in the middle.
        var angle = (Pan + 1) * Math.PI / 4;
        var (toLeft, toRight) = ((float)(Gain * Math.Cos(angle)), (float)(Gain * Math.Sin(angle)));
        var envelope = new Envelope(Instrument, Seconds, sampleRate);
        for (var i = start; i < end; i++)
        {
            var value = Instrument.Timbre.At(Hertz / sampleRate * (i - first)) * envelope.At(i - first);
            left[i] += toLeft * value;
            right[i] += toRight * value;
        }
    }
}

/// <summary>How something sounds.</summary>
/// <param name="Timbre">One period of it.</param>
/// <param name="Attack">Seconds until it is there.</param>
/// <param name="Decay">Seconds in which it falls to a third while it is held; 0 for not at all.</param>
/// <param name="Release">Seconds until it is gone after it was held.</param>
internal sealed record Instrument(Oscillator Timbre, double Attack, double Decay, double Release);

/// <summary>How loud a note is from sample to sample: smooth everywhere, so that nothing clicks.</summary>
internal readonly struct Envelope(Instrument instrument, double seconds, int sampleRate)
{
    private readonly double _attack = Math.Max(1, instrument.Attack * sampleRate);
    private readonly double _decay = instrument.Decay > 0 ? 1 / (instrument.Decay * sampleRate) : 0;
    private readonly double _held = seconds * sampleRate;
    private readonly double _release = Math.Max(1, instrument.Release * sampleRate);

    /// <summary>From 0 to 1.</summary>
    public float At(int sample)
    {
        var level = Math.Min(1, sample / _attack);
        level = level * level * (3 - (2 * level)) * (_decay > 0 ? Math.Exp(-sample * _decay) : 1);
        var gone = Math.Clamp((sample - _held) / _release, 0, 1);
        return (float)(level * (1 - (gone * gone * (3 - (2 * gone)))));
    }
}
