using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Silence, found and left out.</summary>
public static class AudioSilenceNodes
{
    /// <summary>Cuts off the silence before and after a sound.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="threshold">What is quieter is silence, in decibels.</param>
    /// <param name="keep">Seconds of it that stay on each side.</param>
    /// <param name="sides">Where it is cut.</param>
    /// <returns>audio: The sound without it; start: Where it began, in seconds; end: Where it ended, in seconds.</returns>
    [Node("AudioTrimSilence", Title = "Trim silence", Category = "audio/edit", Search = "cut silence,strip", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static (Audio Audio, double Start, double End) Trim(
        Audio audio, [Range(-120.0, 0.0)] double threshold = -45, [Range(0.0, 60.0)] [Input(Step = 0.01)] double keep = 0.05, [Choices("both", "start", "end")] string sides = "both")
    {
        if (LoudStretches.Of(audio, threshold, double.MaxValue) is not [var heard])
        {
            throw Silent(threshold);
        }

        var spare = SoundSize.SamplesIn(keep, audio.SampleRate);
        var first = sides == "end" ? 0 : (int)Math.Max(0, heard.First - spare);
        var end = sides == "start" ? audio.SampleCount : (int)Math.Min(audio.SampleCount, heard.End + spare);
        return (audio.Stretch(first, end - first), (double)first / audio.SampleRate, (double)end / audio.SampleRate);
    }

    /// <summary>Cuts a sound at its pauses: sentences of speech, takes of a recording.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="threshold">What is quieter is silence, in decibels.</param>
    /// <param name="pause">It is cut where silence lasts this long, in seconds.</param>
    /// <param name="keep">Seconds of silence that stay on each side of a piece.</param>
    /// <param name="shortest">Pieces that are heard for less than this, in seconds, are left out.</param>
    /// <returns>pieces: The pieces in order; starts: Where each began, in seconds; ends: Where each ended, in seconds.</returns>
    [Node("AudioSplitBySilence", Title = "Split at silence", Category = "audio/edit", Search = "pauses,segments,sentences", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static (IReadOnlyList<Audio> Pieces, IReadOnlyList<double> Starts, IReadOnlyList<double> Ends) Split(
        Audio audio,
        [Range(-120.0, 0.0)] double threshold = -45,
        [Range(0.02, 60.0)] [Input(Step = 0.05)] double pause = 0.4,
        [Range(0.0, 60.0)] [Input(Step = 0.01)] double keep = 0.05,
        [Range(0.0, 60.0)] [Input(Step = 0.01)] double shortest = 0.05)
    {
        var spare = SoundSize.SamplesIn(Math.Min(keep, pause / 2), audio.SampleRate);
        var heard = LoudStretches.Of(audio, threshold, pause).Where(piece => piece.End - piece.First >= shortest * audio.SampleRate)
            .Select(piece => (First: (int)Math.Max(0, piece.First - spare), End: (int)Math.Min(audio.SampleCount, piece.End + spare))).ToArray();
        return heard.Length == 0
            ? throw Silent(threshold)
            : ([.. heard.Select(piece => audio.Stretch(piece.First, piece.End - piece.First))], [.. heard.Select(piece => (double)piece.First / audio.SampleRate)], [.. heard.Select(piece => (double)piece.End / audio.SampleRate)]);
    }

    /// <summary>What is left of it.</summary>
    public static MemoryNeed Need(Audio? audio) => SoundSize.Need(audio);

    private static NodeFailure Silent(double threshold)
        => new($"All of the sound is silence: nothing is louder than {SoundSize.Text(threshold)} dB; choose a lower threshold.") { Input = "threshold" };
}
