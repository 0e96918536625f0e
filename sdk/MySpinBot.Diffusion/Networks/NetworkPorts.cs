namespace MySpinBot.Diffusion;

/// <summary>What the graphs of diffusion networks take and give, by name.</summary>
internal static class NetworkPorts
{
    /// <summary>Scaled latents and what is laid beside them: [n, channels, h, w], of videos [n, f, channels, h, w].</summary>
    public const string Sample = "sample";

    /// <summary>The time of each sample, [n].</summary>
    public const string Timestep = "timestep";

    /// <summary>What is attended to, [n, t, width].</summary>
    public const string Context = "context";

    /// <summary>Further numbers of each sample, [n, a].</summary>
    public const string Added = "added";

    /// <summary>What is predicted: [n, channels, h, w], of videos [n, f, channels, h, w].</summary>
    public const string Output = "output";
}
