using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How videos follow each other: at once, or by a <see cref="TransitionKind"/>.</summary>
public enum VideoTransition
{
    /// <summary>One ends, the next begins.</summary>
    [Choice("none")]
    None,

    /// <inheritdoc cref="TransitionKind.Fade"/>
    [Choice("fade")]
    Fade,

    /// <inheritdoc cref="TransitionKind.FadeThroughBlack"/>
    [Choice("fade through black")]
    FadeThroughBlack,

    /// <inheritdoc cref="TransitionKind.FadeThroughWhite"/>
    [Choice("fade through white")]
    FadeThroughWhite,

    /// <inheritdoc cref="TransitionKind.WipeLeft"/>
    [Choice("wipe left")]
    WipeLeft,

    /// <inheritdoc cref="TransitionKind.WipeRight"/>
    [Choice("wipe right")]
    WipeRight,

    /// <inheritdoc cref="TransitionKind.WipeUp"/>
    [Choice("wipe up")]
    WipeUp,

    /// <inheritdoc cref="TransitionKind.WipeDown"/>
    [Choice("wipe down")]
    WipeDown,

    /// <inheritdoc cref="TransitionKind.SlideLeft"/>
    [Choice("slide left")]
    SlideLeft,

    /// <inheritdoc cref="TransitionKind.SlideRight"/>
    [Choice("slide right")]
    SlideRight,

    /// <inheritdoc cref="TransitionKind.Circle"/>
    [Choice("circle")]
    Circle,
}

/// <summary>From what a person chose to what a description says.</summary>
internal static class VideoTransitions
{
    /// <summary>The way; null for none.</summary>
    public static TransitionKind? Way(this VideoTransition transition) => transition == VideoTransition.None ? null : (TransitionKind)(transition - 1);
}
