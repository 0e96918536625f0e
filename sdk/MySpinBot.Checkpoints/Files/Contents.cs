using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints.Files;

/// <summary>What a reader found in a file.</summary>
/// <param name="Format">What kind of file it is.</param>
/// <param name="Tensors">Its tensors, in their order; no two of a name.</param>
/// <param name="Metadata">Texts beside them.</param>
/// <param name="Root">Where in the file they stood.</param>
internal sealed record Contents(CheckpointFormat Format, IReadOnlyList<StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata, string Root = "")
{
    /// <summary>A reader gives up on a file with more tensors than this: no model has them.</summary>
    public const int MostTensors = 1_000_000;

    /// <summary>Other files that hold some of the tensors; closed with the checkpoint.</summary>
    public IReadOnlyList<CheckpointFile> Beside { get; init; } = [];
}
