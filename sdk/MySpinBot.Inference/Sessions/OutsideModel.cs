using System.Buffers;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Holds an <c>.onnx</c> file from outside against what ONNX Runtime may be given: operators that it has, weights within the file or its folder, no addresses of this process's memory.</summary>
internal static class OutsideModel
{
    private const int Chunk = 1 << 20;
    private const int DeepestGraph = 16;

    private static readonly HashSet<string> Domains = ["", "ai.onnx", "ai.onnx.ml", "com.microsoft"];

    /// <summary>Reads the outline of a file and checks it.</summary>
    /// <exception cref="CheckpointException">It is no ONNX model, damaged, or wants what is refused; the sentence says which.</exception>
    internal static OnnxFile Read(string path)
    {
        // Opening it as a checkpoint finds the files beside it, and refuses those that lie elsewhere or are too short.
        using (Checkpoint.Open(path))
        {
            var file = OnnxFile.Read(path);
            Check(path, file, file.Graph, 0);
            RefuseAddresses(path);
            return file;
        }
    }

    private static void Check(string path, OnnxFile file, OnnxFileGraph graph, int depth)
    {
        if (depth > DeepestGraph)
        {
            throw Refused(path, $"has graphs within graphs deeper than {DeepestGraph}");
        }

        if (depth > 0 && graph.Initializers.FirstOrDefault(each => each.External is not null) is { } inner)
        {
            throw Refused(path, $"keeps '{inner.Name}' of a graph within its graph in a file beside it");
        }

        foreach (var node in graph.Nodes)
        {
            if (!Domains.Contains(node.Domain) && file.Functions == 0)
            {
                throw Refused(path, $"uses the operator {node.Operator} of '{node.Domain}', which ONNX Runtime has only with a library of its author's");
            }

            foreach (var attribute in node.Attributes)
            {
                if (attribute.Tensor?.External is { } external)
                {
                    throw Refused(path, $"keeps a setting of {node.Operator} in '{external.Location}' beside it");
                }

                foreach (var within in attribute.Graphs)
                {
                    Check(path, file, within, depth + 1);
                }
            }
        }
    }

    // ONNX Runtime marks weights that lie at an address of its process with these words in place of a file's name. In a file they could name any memory.
    private static void RefuseAddresses(string path)
    {
        var words = "_MEM_ADDR_/*"u8;
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            for (long at = 0; RandomAccess.Read(file, buffer.AsSpan(0, Chunk), at) is > 0 and var read; at += Math.Max(1, read - words.Length + 1))
            {
                if (buffer.AsSpan(0, read).IndexOf(words) >= 0)
                {
                    throw Refused(path, "names addresses of memory in place of files");
                }

                if (read < words.Length)
                {
                    break;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static CheckpointException Refused(string path, string what) => new($"'{Path.GetFileName(path)}' {what}; that is refused.");
}
