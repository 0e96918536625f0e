namespace MySpinBot.Inference;

/// <summary>How a session is loaded, where the usual way is not right.</summary>
public sealed record OnnxSessionOptions
{
    /// <summary>The usual way.</summary>
    public static OnnxSessionOptions Usual { get; } = new();

    /// <summary>Whether each run stays on its caller's thread instead of sharing out every operator: for callers that run several frames beside each other.</summary>
    public bool RunsOnCaller { get; init; }

    /// <summary>Whether weights stay where the checkpoint is mapped instead of being copied into the layout that runs fastest: for models that would not fit otherwise. Convolutions are laid out anew all the same.</summary>
    public bool KeepsWeightsMapped { get; init; }

    /// <summary>Whether an accelerator must compute in full float32: no TF32, and algorithms that are the same every time.</summary>
    public bool IsExact { get; init; }

    /// <summary>The most bytes that an accelerator's arena may grow to; null for as many as the device has.</summary>
    public long? DeviceMemoryLimit { get; init; }

    /// <summary>What sets sessions apart on the shelf; the limit of memory does not.</summary>
    internal string Key => $"{(RunsOnCaller ? 'c' : 's')}{(KeepsWeightsMapped ? 'm' : 'p')}{(IsExact ? 'x' : 'f')}";
}
