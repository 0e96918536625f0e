using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Whether pictures that nothing changes are encoded again.</summary>
public enum Reencoding
{
    /// <summary>Only where they must be: a file that is only joined, cut at key frames or given other sound or captions keeps its pictures as they are encoded.</summary>
    [Choice("auto")]
    Auto,

    /// <summary>Always.</summary>
    [Choice("always")]
    Always,
}
