using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How a level rises.</summary>
public enum FadeCurve
{
    /// <summary>Evenly.</summary>
    [Choice("linear")]
    Linear,

    /// <summary>Slow at both ends.</summary>
    [Choice("smooth")]
    Smooth,

    /// <summary>With even power, for cross-fades.</summary>
    [Choice("equal power")]
    EqualPower,

    /// <summary>Evenly in decibels over the last 60 of them, as ears hear it.</summary>
    [Choice("decibels")]
    Decibels,
}

/// <summary>Fading in and out.</summary>
public static class AudioFadeNode
{
    /// <summary>Lets a sound come out of silence and go back into it.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="fadeIn">Seconds in which it comes.</param>
    /// <param name="fadeOut">Seconds in which it goes.</param>
    /// <param name="curve">How the level rises and falls.</param>
    /// <returns>The sound with its fades.</returns>
    [Node("AudioFade", Title = "Fade audio", Category = "audio/edit", Search = "fade in,fade out,envelope", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Audio Fade(
        Audio audio, [Range(0.0, 86_400.0)] [Input(Step = 0.1)] double fadeIn = 0.5, [Range(0.0, 86_400.0)] [Input(Step = 0.1)] double fadeOut = 0.5, FadeCurve curve = FadeCurve.Smooth)
    {
        var (into, outOf) = (fadeIn * audio.SampleRate, fadeOut * audio.SampleRate);
        return audio.EachChannel(audio.SampleCount, (from, to) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                var way = Way(i, into) * Way(to.Length - 1 - i, outOf);
                to[i] = way < 1 ? from[i] * (float)way : from[i];
            }
        });

        double Way(int sample, double length) => sample >= length ? 1 : Rise(curve, sample / length);
    }

    /// <summary>The new sound.</summary>
    public static MemoryNeed Need(Audio? audio) => SoundSize.Need(audio);

    /// <summary>The gain on the way from 0 to 1.</summary>
    internal static double Rise(FadeCurve curve, double way) => curve switch
    {
        FadeCurve.Smooth => (1 - Math.Cos(Math.PI * way)) / 2,
        FadeCurve.EqualPower => Math.Sin(Math.PI / 2 * way),
        FadeCurve.Decibels => way <= 0 ? 0 : Decibel.ToGain(-60 * (1 - way)) * Math.Min(1, way * 20),
        _ => way,
    };
}
