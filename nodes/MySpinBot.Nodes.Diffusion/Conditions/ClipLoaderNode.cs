using MySpinBot.Checkpoints;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Text encoders in files of their own.</summary>
public static class ClipLoaderNode
{
    private const string StableDiffusion = "stable_diffusion";
    private const string Auto = "default", Processor = "cpu";

    /// <summary>Loads a text encoder.</summary>
    /// <remarks>CLIP, as Stable Diffusion 1.x has it, in a file of its own or among other parts. A config.json of diffusers beside the file is heeded where it describes it: it says how attentions are divided.</remarks>
    /// <param name="clipName">The text encoder: a file of the models folder <c>text_encoders</c> (or <c>clip</c>).</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="type">Which model it is for.</param>
    /// <param name="device">Where it runs: on the accelerator if there is one, or on the processor.</param>
    /// <returns>The text encoder.</returns>
    [Node("CLIPLoader", Title = "Load CLIP", Category = "model/loaders", Search = "text encoder,load clip", Lane = Lane.Io, Fingerprint = nameof(Beside), Validate = nameof(Faults))]
    public static TextEncoder Load(
        [FileFrom(TextEncoderFile.Folder, Extensions = ".safetensors,.sft,.ckpt,.pt,.pth,.bin")] FileReference clipName,
        CancellationToken cancellation,
        [Choices(StableDiffusion), Input(SelfChecked = true)] string type = StableDiffusion,
        [Choices(Auto, Processor), Input(Advanced = true)] string device = Auto)
    {
        cancellation.ThrowIfCancellationRequested();
        var encoder = WeightFaults.Told(() => TextEncoderFile.Read(clipName.Path, new WeightFile(TextEncoderFile.Folder, clipName.Id, clipName.Length)), "clip_name");
        return encoder with { OnProcessor = device == Processor };
    }

    internal static IEnumerable<InputFault> Faults(string? type)
    {
        if (type is not (null or StableDiffusion))
        {
            yield return new InputFault("type", $"'type' is {type}, and text encoders for that do not run here; {StableDiffusion} would be right, with the CLIP of Stable Diffusion 1.x.");
        }
    }

    internal static string? Beside(FileReference? clipName) => clipName is null ? null : ConfigBeside.Text(clipName.Path) ?? "";
}
