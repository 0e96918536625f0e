using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MySpinBot.Sdk;

/// <summary>Texts with the times at which they are shown, or at which they are spoken.</summary>
public sealed record Captions
{
    /// <summary>What is shown, in the order of its beginnings.</summary>
    public ImmutableArray<CaptionCue> Cues { get; init; } = [];

    /// <summary>BCP 47 tag of the language; empty where it is not known.</summary>
    public string Language { get; init; } = "";

    /// <summary>The sections of an ASS script that stand before its events, where the captions come from one; otherwise null, and whoever draws them chooses.</summary>
    public string? Styling { get; init; }

    /// <summary>Where the last of them ends, in seconds; 0 where there are none.</summary>
    [JsonIgnore]
    public double Seconds => Cues.IsDefaultOrEmpty ? 0 : Cues.Max(cue => cue.End);
}

/// <summary>A text and when it is shown.</summary>
/// <param name="Start">When it appears, in seconds.</param>
/// <param name="End">When it is gone, in seconds; after <paramref name="Start"/>.</param>
/// <param name="Text">The text, without markup; lines are separated by <c>\n</c>.</param>
/// <param name="Words">When each of its words is spoken, where that is known: in order, together the whole text but its white space.</param>
/// <param name="Styled">The fields of the ASS event other than its times, as they stood in the script; null where there was none.</param>
public sealed record CaptionCue(double Start, double End, string Text, ImmutableArray<CaptionWord> Words = default, string? Styled = null);

/// <summary>A word and when it is spoken.</summary>
/// <param name="Start">When it begins, in seconds from where the captions begin.</param>
/// <param name="End">When it ends, in seconds.</param>
/// <param name="Text">The word with the punctuation that belongs to it. In Chinese and Japanese, a character.</param>
public sealed record CaptionWord(double Start, double End, string Text);
