using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Music to talk over.</summary>
public static class MusicBedNode
{
    private const int LeastTempo = 20;

    private static readonly string[] Keys = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

    /// <summary>Plays quiet background music of any length: soft chords, a bass, and a few plucked notes in a room. Each seed is another piece; nothing is copied from anywhere.</summary>
    /// <remarks>For music under a voice, MixAudio lets it step back while the voice is heard.</remarks>
    /// <param name="context">Learns how far the music has come.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="seconds">How long it is. At 44,100 samples a second there is memory for 50 minutes, at a lower rate for more.</param>
    /// <param name="mood">How it feels.</param>
    /// <param name="seed">Chooses the chords, the tune, and the key where it is left open.</param>
    /// <param name="key">The key; auto: the seed chooses.</param>
    /// <param name="tempo">Beats a minute; 0: those of the mood.</param>
    /// <param name="fadeIn">Seconds that it takes to come.</param>
    /// <param name="fadeOut">Seconds that it takes to go.</param>
    /// <param name="peak">Its loudest sample, in decibels.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <returns>The music, in stereo.</returns>
    [Node("MusicBed", Title = "Music bed", Category = "audio/make", Search = "background music,ambient,soundtrack,generate music,pad,score", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Audio Play(
        NodeContext context,
        CancellationToken cancellation,
        [Range(0.5, 14_400.0)] [Input(Step = 1)] double seconds = 30,
        MusicMood mood = MusicMood.Calm,
        [Range(0, long.MaxValue)] [Input(Seed = true)] long seed = 0,
        [Choices("auto", "C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")] string key = "auto",
        [Range(0.0, 200.0)] double tempo = 0,
        [Range(0.0, 60.0)] [Input(Step = 0.1, Advanced = true)] double fadeIn = 1.5,
        [Range(0.0, 60.0)] [Input(Step = 0.1, Advanced = true)] double fadeOut = 3,
        [Range(-60.0, 0.0)] [Input(Step = 0.5, Advanced = true)] double peak = -3,
        [Range(8000, 192_000)] [Input(Advanced = true)] int sampleRate = 44_100)
    {
        var count = (int)Math.Max(1, SoundSize.SamplesIn(seconds, sampleRate));
        var samples = SoundSize.Allocate(1, 2, count);
        var (left, right) = (samples.AsMemory(0, count), samples.AsMemory(count));
        var style = MoodStyle.Of(mood);
        var root = key == "auto" ? new RandomNoise(~seed).Below(Keys.Length) : Array.IndexOf(Keys, key);
        foreach (var note in new Arrangement(style, root, Beats(tempo, style), seed, sampleRate).Notes(seconds))
        {
            cancellation.ThrowIfCancellationRequested();
            note.Play(left.Span, right.Span, sampleRate);
            context.Progress(note.Start, seconds, "seconds");
        }

        Room.Add(left.Span, sampleRate, 0.28f, 1);
        cancellation.ThrowIfCancellationRequested();
        Room.Add(right.Span, sampleRate, 0.28f, 1.067);
        var faded = AudioFadeNode.Fade(Audio.Own(1, 2, sampleRate, samples), Math.Min(fadeIn, seconds / 2), Math.Min(fadeOut, seconds / 2));
        return faded.Times(Decibel.ToGain(peak) / Math.Max(1e-9, Loudest(faded.Samples)));
    }

    /// <summary>The music, the same with its fades, and at its level.</summary>
    public static MemoryNeed Need(double seconds, int sampleRate) => new(DeviceId.Cpu, 3 * SoundSize.Bytes(1, 2, seconds * sampleRate));

    private static double Beats(double tempo, MoodStyle style) => tempo == 0 ? style.BeatsPerMinute
        : tempo >= LeastTempo ? tempo
        : throw new NodeFailure($"A tempo of {SoundSize.Text(tempo)} beats a minute is none; give 0 for the mood's own, or {LeastTempo} to 200.") { Input = "tempo" };

    private static float Loudest(ReadOnlySpan<float> samples)
    {
        var loudest = 0f;
        foreach (var sample in samples)
        {
            loudest = Math.Max(loudest, Math.Abs(sample));
        }

        return loudest;
    }
}
