using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>A model and a text encoder, changed.</summary>
/// <param name="Model">The changed model.</param>
/// <param name="Clip">The changed text encoder.</param>
public sealed record AdaptedModel([Output(Name = "MODEL")] DiffusionModel Model, [Output(Name = "CLIP")] TextEncoder Clip);

/// <summary>LoRAs: small files that change a model's style, or teach it something.</summary>
public static class LoraLoaderNodes
{
    private const string Extensions = ".safetensors,.sft,.pt,.ckpt,.bin";

    /// <summary>Changes a model and its text encoder by a LoRA. Several may follow one another.</summary>
    /// <remarks>LoRAs in the names of kohya's scripts, of diffusers and of PEFT, of any rank, convolutions included. The change is added to the weights when they are loaded; the files stay as they are. What of the LoRA is none of the model's is left out, and told.</remarks>
    /// <param name="model">The model that is changed.</param>
    /// <param name="clip">The text encoder that is changed.</param>
    /// <param name="loraName">The LoRA: a file of the models folder <c>loras</c>.</param>
    /// <param name="context">Where weights are found.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="strengthModel">How strongly the model is changed; may be negative.</param>
    /// <param name="strengthClip">How strongly the text encoder is changed; may be negative.</param>
    [Node("LoraLoader", Title = "Load LoRA (model and CLIP)", Category = "model/loaders", Search = "lora,load lora,apply lora,lora loader,lora model", Lane = Lane.Io)]
    public static async Task<AdaptedModel> LoadAsync(
        DiffusionModel model,
        TextEncoder clip,
        [FileFrom(LoraAdding.Folder, Extensions = Extensions)] FileReference loraName,
        NodeContext context,
        CancellationToken cancellation,
        [Range(-100.0, 100.0), Input(Step = 0.01)] double strengthModel = 1,
        [Range(-100.0, 100.0), Input(Step = 0.01)] double strengthClip = 1)
    {
        cancellation.ThrowIfCancellationRequested();
        var (changed, encoder) = await LoraAdding.AddAsync(model, clip, loraName, (strengthModel, strengthClip), context, cancellation);
        return new AdaptedModel(changed!, encoder!);
    }

    /// <summary>Changes a model by a LoRA, and leaves its text encoder alone. Several may follow one another.</summary>
    /// <param name="model">The model that is changed.</param>
    /// <param name="loraName">The LoRA: a file of the models folder <c>loras</c>.</param>
    /// <param name="context">Where weights are found.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="strengthModel">How strongly the model is changed; may be negative.</param>
    /// <returns>The changed model.</returns>
    [Node("LoraLoaderModelOnly", Title = "Load LoRA", Category = "model/loaders", Search = "lora,load lora,apply lora,lora loader,lora model", Lane = Lane.Io)]
    public static async Task<DiffusionModel> LoadModelOnlyAsync(
        DiffusionModel model,
        [FileFrom(LoraAdding.Folder, Extensions = Extensions)] FileReference loraName,
        NodeContext context,
        CancellationToken cancellation,
        [Range(-100.0, 100.0), Input(Step = 0.01)] double strengthModel = 1)
    {
        cancellation.ThrowIfCancellationRequested();
        return (await LoraAdding.AddAsync(model, null, loraName, (strengthModel, 0), context, cancellation)).Model!;
    }
}
