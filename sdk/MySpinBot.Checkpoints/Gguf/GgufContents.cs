using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.Gguf;

/// <summary>A GGUF file's tensors.</summary>
internal static class GgufContents
{
    public static Contents Read(CheckpointFile file) => throw file.Fault("is GGUF.");
}
