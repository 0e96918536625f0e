using Microsoft.ML.OnnxRuntime;

namespace MySpinBot.Inference;

/// <summary>What ONNX Runtime's exceptions mean. It knows a handful of codes and puts the rest into words, so the words are read.</summary>
internal static class OnnxFault
{
    // bad_alloc of the host, the arenas' words, and those of CUDA, cuBLAS and cuDNN.
    private static readonly string[] WordsOfNoMemory =
        ["bad_alloc", "bad allocation", "Failed to allocate memory", "Available memory of", "out of memory", "CUDA_ERROR_OUT_OF_MEMORY", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED", "CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED"];

    /// <summary>Whether it is one of ONNX Runtime's: its wrapper throws KeyNotFoundException for codes that it has no name for.</summary>
    internal static bool IsOf(Exception fault) => fault is OnnxRuntimeException or KeyNotFoundException or OutOfMemoryException;

    internal static bool IsOutOfMemory(Exception fault)
        => fault is OutOfMemoryException || Array.Exists(WordsOfNoMemory, words => fault.Message.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>Its own words, in one line and bounded, without the code before them.</summary>
    internal static string Said(Exception fault)
    {
        var text = fault is KeyNotFoundException ? "ONNX Runtime gave a code that it has no words for." : fault.Message;
        text = text.StartsWith("[ErrorCode:", StringComparison.Ordinal) && text.IndexOf("] ", StringComparison.Ordinal) is > 0 and var end ? text[(end + 2)..] : text;
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 400 ? $"{text[..400]}…" : text;
    }
}
