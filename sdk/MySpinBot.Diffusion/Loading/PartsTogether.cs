namespace MySpinBot.Diffusion;

/// <summary>Whether parts of a model can be those of one model.</summary>
internal static class PartsTogether
{
    /// <summary>What keeps a text encoder from speaking to a network, as a sentence without its subject; null where nothing does.</summary>
    public static string? Mismatch(NetworkConfig network, TextEncoder text)
        => text.Towers.Sum(tower => tower.Network.Width) is var width && width == network.ContextWidth ? null
            : $"the text encoder gives vectors of {width} numbers and the network takes {network.ContextWidth}: they do not belong together.";

    /// <summary>What keeps an autoencoder from a network's latents, as a sentence without its subject; null where nothing does.</summary>
    public static string? Mismatch(NetworkConfig network, Autoencoder vae)
        => vae.Network.LatentChannels == network.OutChannels ? null
            : $"the VAE's latents have {vae.Network.LatentChannels} channels and the network's {network.OutChannels}: they do not belong together.";
}
