using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>A stretch of a video that is processed by a call of its own.</summary>
/// <param name="First">Which frame of the whole video its first one is.</param>
/// <param name="Video">Its picture: frames, clock and edits as in the whole. It has neither sound nor captions: those do not go through the process, and a change of them shall not make it run again.</param>
public sealed record FramePart(long First, Video Video);
