namespace MySpinBot.Checkpoints;

/// <summary>Writes safetensors files: what a trainer saves, and what tests make.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes all tensors, one after the other, in their order; the head is padded to 8 bytes.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Texts beside them.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ITensors tensors, IReadOnlyDictionary<string, string>? metadata, Stream output) => throw new NotSupportedException();
}
