namespace MySpinBot.Diffusion;

/// <summary>What a scheduler of diffusers is asked for.</summary>
/// <param name="Config">The scheduler.</param>
/// <param name="Steps">How many steps it takes from noise to picture.</param>
public sealed record DiffusersRequest(DiffusersConfig Config, int Steps)
{
    /// <summary>How much is made new of the picture that is painted on: of so many of its steps the last are taken. 1 for all.</summary>
    public double Strength { get; init; } = 1;
}
