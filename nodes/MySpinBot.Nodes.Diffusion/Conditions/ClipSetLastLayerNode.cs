using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Skipping the last layers of a text encoder.</summary>
public static class ClipSetLastLayerNode
{
    /// <summary>Takes a text encoder's result from an earlier layer.</summary>
    /// <remarks>Some models were trained so: −2 is what other programs call clip skip 2. A layer that the encoder does not have means the last.</remarks>
    /// <param name="clip">The text encoder.</param>
    /// <param name="stopAtClipLayer">Which layer, counted from the end: −1 the last, −2 the one before.</param>
    /// <returns>The same text encoder, which stops there.</returns>
    [Node("CLIPSetLastLayer", Title = "CLIP Set Last Layer", Category = "model/conditioning", Search = "clip skip")]
    public static TextEncoder Set(TextEncoder clip, [Range(-24, -1), Input(Advanced = true)] int stopAtClipLayer = -1) => clip with { StopAtLayer = stopAtClipLayer };
}
