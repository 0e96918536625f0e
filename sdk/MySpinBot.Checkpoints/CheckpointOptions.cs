namespace MySpinBot.Checkpoints;

/// <summary>How a checkpoint is opened.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Which part of a PyTorch file is wanted (<c>optimizer</c>, <c>params</c>; <c>a.b</c> for one within another); null for its state dict: <c>params_ema</c> before <c>params</c>, <c>state_dict</c>, <c>g_ema</c>,
    /// <c>model_state_dict</c>, <c>model</c>, <c>ema</c>, else the top, or the only part of the top that has tensors.</summary>
    public string? Root { get; init; }

    /// <summary>Whether the file may be mapped into memory where that is safe.</summary>
    public bool Map { get; init; } = true;
}
