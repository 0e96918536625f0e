namespace MySpinBot.Diffusion;

/// <summary>What of a diffusion model a file, or a folder of files, has.</summary>
internal sealed record ModelParts
{
    /// <summary>The network that takes noise away; null where there is none.</summary>
    public DiffusionModel? Model { get; init; }

    /// <summary>What turns prompts into conditions. One that is absent says why (<see cref="TextEncoder.Absence"/>).</summary>
    public required TextEncoder Text { get; init; }

    /// <summary>What turns pictures into latents and back. One that is absent says why (<see cref="Autoencoder.Absence"/>).</summary>
    public required Autoencoder Vae { get; init; }

    /// <summary>What turns a picture into conditions (Stable Video Diffusion); null where there is none.</summary>
    public VisionEncoder? Vision { get; init; }
}
