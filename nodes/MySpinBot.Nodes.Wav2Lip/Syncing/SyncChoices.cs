using System.Reflection;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Whose lips move.</summary>
public enum LipsOf
{
    /// <summary>The face that covers the most of each shot.</summary>
    [Choice("largest face")]
    Largest,

    /// <summary>The face farthest to the left in each shot.</summary>
    [Choice("leftmost face")]
    Leftmost,

    /// <summary>The face farthest to the right in each shot.</summary>
    [Choice("rightmost face")]
    Rightmost,

    /// <summary>The face of a number.</summary>
    [Choice("face by number")]
    Number,

    /// <summary>Everybody's.</summary>
    [Choice("all faces")]
    All,
}

/// <summary>What is shown when the sound goes on and the video has ended.</summary>
public enum LongerSound
{
    /// <summary>The video again, from its beginning.</summary>
    [Choice("loop")]
    Loop,

    /// <summary>The video backwards, then forwards again: nothing jumps.</summary>
    [Choice("ping-pong")]
    PingPong,

    /// <summary>Its last frame.</summary>
    [Choice("hold last frame")]
    Hold,
}

/// <summary>What becomes of the rest of a video that goes on when the sound has ended.</summary>
public enum ShorterSound
{
    /// <summary>It is cut off.</summary>
    [Choice("cut")]
    Cut,

    /// <summary>It stays as it is, with the sound that it had.</summary>
    [Choice("keep the rest")]
    Keep,
}

/// <summary>Choices as documents write them.</summary>
internal static class Choices
{
    /// <summary>What a member of an enum of choices is called.</summary>
    public static string Text<T>(T choice)
        where T : struct, Enum
        => typeof(T).GetField(choice.ToString())!.GetCustomAttribute<ChoiceAttribute>()!.Value;
}
