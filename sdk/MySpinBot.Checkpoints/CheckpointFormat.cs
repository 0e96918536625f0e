namespace MySpinBot.Checkpoints;

/// <summary>Kinds of checkpoint files.</summary>
public enum CheckpointFormat
{
    /// <summary>A JSON head and bytes; or several such files, with the JSON that says which tensor is in which.</summary>
    Safetensors,

    /// <summary>A zip archive with a pickle.</summary>
    PyTorch,

    /// <summary>Pickles one after the other, as before torch 1.6.</summary>
    PyTorchLegacy,

    /// <summary>A graph with its weights.</summary>
    Onnx,

    /// <summary>llama.cpp's format.</summary>
    Gguf,
}
