using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Where the changes of LoRAs are made.</summary>
public static class LoraPlacementNode
{
    /// <summary>Chooses whether LoRAs are merged into a model's weights or run beside them.</summary>
    /// <remarks>Merged costs nothing while sampling, and each other strength loads the model anew. Beside costs a little in every step, and other strengths, or other LoRAs that change the same layers, use the model that is loaded: right for trying them out.
    /// The pictures are the same but for rounding. Text encoders always have theirs merged: they are small.</remarks>
    /// <param name="model">The model, with its LoRAs before or behind this node.</param>
    /// <param name="placement">merged: into the weights. beside: added to what the weights make.</param>
    /// <returns>The model.</returns>
    [Node("LoraPlacement", Title = "LoRA placement", Category = "model/loaders", Search = "lora,strength,merge,adapter,reload")]
    public static DiffusionModel Place(DiffusionModel model, LoraPlacement placement = LoraPlacement.Beside)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model with { LoraPlacement = placement };
    }
}
