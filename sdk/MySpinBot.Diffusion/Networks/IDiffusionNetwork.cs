namespace MySpinBot.Diffusion;

/// <summary>The network itself: one prediction for a batch. Loaded, with its working memory reserved.</summary>
public interface IDiffusionNetwork
{
    /// <summary>How it is made.</summary>
    NetworkConfig Config { get; }

    /// <summary>Makes room for batches of a size. Asked before sampling, with the largest first; asked again with less where it does not fit.</summary>
    /// <param name="size">What will come.</param>
    /// <param name="cancellation">Ends the wait for memory.</param>
    /// <returns>Whether there is room.</returns>
    ValueTask<bool> ReserveAsync(NetworkSize size, CancellationToken cancellation);

    /// <summary>Why there was no room, when there last was none: how much was wanted, and who holds the rest. Null where there is room.</summary>
    string? Refusal => null;

    /// <summary>Predicts.</summary>
    /// <param name="input">What goes in.</param>
    /// <param name="output">Room for what comes out, [batch, out channels, height, width].</param>
    /// <param name="cancellation">Ends it within one operator.</param>
    void Predict(in NetworkInput input, Span<float> output, CancellationToken cancellation);
}

/// <summary>How large a batch is.</summary>
/// <param name="Groups">How many independent samples: pictures, or videos.</param>
/// <param name="Frames">Frames of each; 1 for pictures.</param>
/// <param name="Height">Rows of cells.</param>
/// <param name="Width">Columns of cells.</param>
/// <param name="Tokens">Vectors that each attends to.</param>
public readonly record struct NetworkSize(int Groups, int Frames, int Height, int Width, int Tokens);

/// <summary>What goes into a network. Batch = groups · frames, the frames of a group together.</summary>
public readonly ref struct NetworkInput
{
    /// <summary>How large it is.</summary>
    public required NetworkSize Size { get; init; }

    /// <summary>Scaled latents and what is laid beside them, [batch, in channels, height, width].</summary>
    public required ReadOnlySpan<float> Sample { get; init; }

    /// <summary>The time of each group, [groups].</summary>
    public required ReadOnlySpan<float> Timesteps { get; init; }

    /// <summary>What is attended to, [groups, tokens, context width].</summary>
    public required ReadOnlySpan<float> Context { get; init; }

    /// <summary>Further numbers of each group: fps, motion and augmentation for Stable Video Diffusion, [groups, 3]; pooled text followed by six sizes for SDXL; empty for others.</summary>
    public ReadOnlySpan<float> Added { get; init; }
}
