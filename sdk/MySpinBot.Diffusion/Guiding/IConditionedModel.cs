namespace MySpinBot.Diffusion;

/// <summary>What a model makes of noisy latents under several conditions, each for its own window of one size. Guidance is not its business.</summary>
internal interface IConditionedModel
{
    /// <summary>Denoises.</summary>
    /// <param name="x">Noisy latents, [batch, channels, height, width].</param>
    /// <param name="sigma">How much noise is in them.</param>
    /// <param name="joint">Conditions that join (<see cref="PlacedCondition.Joins"/>).</param>
    /// <param name="denoised">Room for what each gives, [conditions, batch, channels, window's height, window's width].</param>
    void Denoise(ReadOnlySpan<float> x, float sigma, IReadOnlyList<PlacedCondition> joint, Span<float> denoised);
}
