namespace MySpinBot.Diffusion;

/// <summary>What of a model a change is for.</summary>
/// <param name="Tower">Which network of the text encoder; −1 for the network that takes noise away.</param>
internal readonly record struct LoraPart(int Tower)
{
    /// <summary>The network that takes noise away.</summary>
    public static LoraPart Network { get; } = new(-1);

    /// <summary>A network of the text encoder, from 0.</summary>
    public static LoraPart Text(int tower) => new(tower);
}
