using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How a piece of background music feels.</summary>
public enum MusicMood
{
    /// <summary>Slow, wide and soft.</summary>
    [Choice("calm")]
    Calm,

    /// <summary>Friendly and light.</summary>
    [Choice("bright")]
    Bright,

    /// <summary>Slow, in minor, and low.</summary>
    [Choice("dark")]
    Dark,
}

/// <summary>What a mood means.</summary>
/// <param name="BeatsPerMinute">Its own tempo.</param>
/// <param name="Scale">Semitones of its seven degrees above the key.</param>
/// <param name="Progressions">Its chords as degrees from 0, four bars each.</param>
/// <param name="PluckChance">How many of the places for a pluck have one.</param>
/// <param name="Register">Semitones by which the parts lie higher or lower; the key stays.</param>
/// <param name="Brightness">How fast the harmonics of the chords fade: amplitude n^-x, so lower is brighter.</param>
internal sealed record MoodStyle(double BeatsPerMinute, int[] Scale, int[][] Progressions, double PluckChance, int Register, double Brightness)
{
    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11];
    private static readonly int[] Minor = [0, 2, 3, 5, 7, 8, 10];

    private static readonly MoodStyle Calm = new(66, Major, [[0, 5, 3, 4], [0, 2, 3, 3], [3, 0, 5, 4], [0, 3, 5, 3], [5, 3, 0, 4], [0, 4, 5, 2]], 0.45, 0, 2.4);
    private static readonly MoodStyle Bright = new(92, Major, [[0, 4, 5, 3], [0, 3, 5, 4], [3, 4, 0, 5], [0, 5, 3, 4], [5, 3, 0, 4], [0, 2, 3, 4]], 0.75, 3, 1.9);
    private static readonly MoodStyle Dark = new(58, Minor, [[0, 5, 2, 6], [0, 3, 5, 4], [0, 5, 3, 6], [0, 6, 5, 6], [5, 6, 0, 0], [0, 2, 6, 3]], 0.4, -4, 2.7);

    /// <summary>Semitones of a degree above the key; 7 is the octave.</summary>
    public int Semitones(int degree) => Scale[degree % 7] + (degree / 7 * 12);

    /// <summary>The style of a mood.</summary>
    public static MoodStyle Of(MusicMood mood) => mood switch { MusicMood.Bright => Bright, MusicMood.Dark => Dark, _ => Calm };
}
