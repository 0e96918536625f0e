namespace MySpinBot.Sdk;

/// <summary>A file of weights by its content: what a MODEL, CLIP, VAE or UPSCALE_MODEL names. Where it lies is asked when it is needed, so that the same weights under another name are the same model.</summary>
/// <param name="Kind">The models folder it belongs to: <c>checkpoints</c>, <c>upscale_models</c>, ….</param>
/// <param name="Id">Content id of its bytes.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record WeightFile(string Kind, ContentId Id, long Length);
