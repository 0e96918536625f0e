namespace MySpinBot.Inference;

/// <summary>How pictures are cut up for a model. What is not given follows from the model and from the memory that there is.</summary>
public sealed record UpscaleOptions
{
    /// <summary>The side of the largest piece that is computed at once, border included, in pixels of the picture; 0 for the usual one of the device. Smaller ones are taken where memory does not suffice.</summary>
    public int LargestTile { get; init; }

    /// <summary>How far a piece reaches beyond what is kept of it, in pixels of the picture; null for as far as the model sees, or where that is very far, as far as it matters.</summary>
    public int? Border { get; init; }

    /// <summary>Where it runs: <c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
    public string Device { get; init; } = "auto";
}
