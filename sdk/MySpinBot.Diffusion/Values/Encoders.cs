using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>What turns a prompt into conditions, as a recipe. What flows through CLIP sockets.</summary>
/// <param name="Towers">Its networks: one for Stable Diffusion 1.5, two for SDXL, whose vectors are laid side by side.</param>
[Socket("CLIP", Color = "#ffd500")]
public sealed record TextEncoder(ImmutableArray<TextTower> Towers)
{
    /// <summary>Which layer's output is taken, counted from the end: −1 the last, −2 the one before (clip skip 2). Null for what the model was trained with.</summary>
    public int? StopAtLayer { get; init; }

    /// <summary>Low-rank changes of its weights, in the order in which they were added.</summary>
    public ImmutableArray<LoraUse> Loras { get; init; } = [];

    /// <summary>What it computes in.</summary>
    public Precision Precision { get; init; }

    /// <summary>Whether it runs on the processor, though there may be an accelerator.</summary>
    public bool OnProcessor { get; init; }

    /// <summary>Why there is none, as a sentence, where a checkpoint came without one; it then has no towers. Null where there is one.</summary>
    public string? Absence { get; init; }
}

/// <summary>One network of a text encoder.</summary>
/// <param name="Weights">The file that its weights are in, alone or among others.</param>
/// <param name="Network">How it is made.</param>
/// <param name="Key">What textual inversions call it: <c>l</c> for CLIP ViT-L, <c>g</c> for OpenCLIP bigG.</param>
public sealed record TextTower(WeightFile Weights, ClipTextConfig Network, string Key = "l");

/// <summary>A CLIP text network.</summary>
/// <param name="Width">Width of its vectors.</param>
/// <param name="Layers">How many layers.</param>
/// <param name="Heads">Heads of its attentions.</param>
/// <param name="Positions">The most tokens: 77.</param>
/// <param name="Vocabulary">How many tokens there are.</param>
public sealed record ClipTextConfig(int Width, int Layers, int Heads, int Positions, int Vocabulary)
{
    /// <summary>Its activation.</summary>
    public GeluKind Activation { get; init; } = GeluKind.Quick;

    /// <summary>The token that begins a text; the one that ends it follows.</summary>
    public int Begin { get; init; } = 49406;

    /// <summary>The token that ends a text, and fills what is left.</summary>
    public int End { get; init; } = 49407;

    /// <summary>What is added to the variance in its normalisations.</summary>
    public float NormEpsilon { get; init; } = 1e-5f;

    /// <summary>Whether what a layer gives goes through the last normalisation, wherever it stops: so for Stable Diffusion 1.5; for SDXL it does not.</summary>
    public bool NormalisesHidden { get; init; } = true;

    /// <summary>The layer that models were trained with, counted from the end: −1 the last; −2 for SDXL.</summary>
    public int UsualStop { get; init; } = -1;
}

/// <summary>Which form of GELU.</summary>
public enum GeluKind
{
    /// <summary>x · sigmoid(1.702 x), as OpenAI trained with.</summary>
    Quick,

    /// <summary>The exact one, by the error function.</summary>
    Exact,
}

/// <summary>What turns a picture into vectors, as a recipe. What flows through CLIP_VISION sockets.</summary>
/// <param name="Weights">The file that its weights are in, alone or among others.</param>
/// <param name="Network">How it is made.</param>
[Socket("CLIP_VISION", Color = "#a8dadc")]
public sealed record VisionEncoder(WeightFile Weights, ClipVisionConfig Network)
{
    /// <summary>What it computes in.</summary>
    public Precision Precision { get; init; }
}

/// <summary>A CLIP vision network.</summary>
/// <param name="Width">Width of its vectors.</param>
/// <param name="Layers">How many layers.</param>
/// <param name="Heads">Heads of its attentions.</param>
/// <param name="PictureSide">Side of the pictures that it takes, in pixels.</param>
/// <param name="PatchSide">Side of a patch, in pixels.</param>
/// <param name="Projected">Width of the projected vector.</param>
public sealed record ClipVisionConfig(int Width, int Layers, int Heads, int PictureSide, int PatchSide, int Projected)
{
    /// <summary>Its activation.</summary>
    public GeluKind Activation { get; init; } = GeluKind.Exact;

    /// <summary>What its normalisations add to the variance.</summary>
    public float NormEpsilon { get; init; } = 1e-5f;
}

/// <summary>What a vision encoder made of pictures. What flows through CLIP_VISION_OUTPUT sockets.</summary>
/// <param name="Projected">The projected vectors, [batch, 1, projected].</param>
/// <param name="LastHidden">The vectors of the patches behind the last layer, [batch, 1 + patches, width].</param>
/// <param name="PenultimateHidden">Those behind the layer before, likewise.</param>
[Socket("CLIP_VISION_OUTPUT", Color = "#ad7452")]
public sealed record VisionOutput(Embedding Projected, Embedding LastHidden, Embedding PenultimateHidden);
