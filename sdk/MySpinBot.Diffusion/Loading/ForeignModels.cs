using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>What is said of files that are no checkpoint of a model that runs here.</summary>
internal static class ForeignModels
{
    private const string Right = "a checkpoint of Stable Diffusion 1.x or of Stable Video Diffusion would be right";

    /// <summary>Refuses models that are known and do not run here.</summary>
    /// <exception cref="CheckpointException">It is one.</exception>
    public static void Refuse(Checkpoint checkpoint, string name)
    {
        if (checkpoint.Format is CheckpointFormat.Gguf or CheckpointFormat.Onnx)
        {
            throw new CheckpointException($"{name} is a file of the kind {(checkpoint.Format == CheckpointFormat.Gguf ? "GGUF" : "ONNX")}; {Right}, as .safetensors or .ckpt.");
        }

        var identity = ModelIdentity.Identify(checkpoint);
        if (identity.Family is "sdxl" or "sdxl_refiner" or "sdxl_unet" or "sd2" or "sd2_unet" or "sd3" or "flux")
        {
            throw new CheckpointException($"{name} is {identity.Name}, which does not run here; {Right}.");
        }
    }

    /// <summary>What is said of a file without a network that takes noise away: what it is, and where it belongs.</summary>
    public static string NoNetwork(Checkpoint checkpoint, string name)
    {
        var identity = ModelIdentity.Identify(checkpoint);
        return identity.Family switch
        {
            "lora" => $"{name} is {identity.Name}: put it into the folder loras and load it with LoraLoader; {Right}.",
            "vae" or "vae_temporal" or "taesd" => $"{name} is {identity.Name} alone: put it into the folder vae and load it with VAELoader; {Right}.",
            "clip_text" => $"{name} is {identity.Name} alone: put it into the folder text_encoders and load it with CLIPLoader; {Right}.",
            "clip_vision" => $"{name} is {identity.Name} alone: put it into the folder clip_vision and load it with CLIPVisionLoader; {Right}.",
            "embedding" => $"{name} is {identity.Name}: put it into the folder embeddings and write embedding:{Path.GetFileNameWithoutExtension(checkpoint.Path)} into a prompt; {Right}.",
            "rrdbnet" or "srvgg" => $"{name} is {identity.Name}: put it into the folder upscale_models and load it with UpscaleModelLoader; {Right}.",
            "unknown" => $"{name} has {checkpoint.Entries.Count} tensors and is {identity.Name}; {Right}.",
            _ => $"{name} is {identity.Name}, and has no network that takes noise away; {Right}.",
        };
    }
}
