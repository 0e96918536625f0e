using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How finely a video's colours are stored.</summary>
public enum PixelLayout
{
    /// <summary>What the codec usually has: 4:2:0 with 8 bits; ProRes 4:2:2 with 10; FFV1 the frames as they are.</summary>
    [Choice("auto")]
    Auto,

    /// <summary>Colour in half the width and height, 8 bits: what every player takes.</summary>
    [Choice("4:2:0")]
    Half8,

    /// <summary>The same with 10 bits: smoother gradients.</summary>
    [Choice("4:2:0 10 bit")]
    Half10,

    /// <summary>Colour in full resolution, 8 bits: for text and drawings.</summary>
    [Choice("4:4:4")]
    Full8,

    /// <summary>Colour in full resolution, 10 bits.</summary>
    [Choice("4:4:4 10 bit")]
    Full10,
}
