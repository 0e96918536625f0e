using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How a saved file gets its name.</summary>
public enum OutputNaming
{
    /// <summary>The prefix and the next free number: nothing is ever replaced.</summary>
    [Choice("numbered")]
    Numbered,

    /// <summary>The prefix is the name: an older file of that name is replaced.</summary>
    [Choice("exact")]
    Exact,
}
