using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Comfy;

namespace MySpinBot.Cli.Graphs;

/// <summary>The node types by which workflows are read: those that there are, and beside them what a ComfyUI said of its own (<c>/object_info</c>).</summary>
internal static class KnownNodes
{
    // ComfyUI with hundreds of packages says some tens of MiB.
    private const int MostBytes = 256 * 1024 * 1024;

    /// <summary>With those of the file, where one is named.</summary>
    /// <returns>The types, or what is wrong with the file.</returns>
    public static async Task<(NodeInterfaces Nodes, GraphProblem? Problem)> WithAsync(NodeInterfaces nodes, string? objectInfo, Surroundings surroundings, CancellationToken cancellation)
    {
        if (objectInfo is null)
        {
            return (nodes, null);
        }

        try
        {
            return (NodeInterfaces.OfObjectInfo(await ReadAsync(objectInfo, surroundings, cancellation)).Or(nodes), null);
        }
        catch (FormatException exception)
        {
            return (nodes, Problem(objectInfo, exception.Message.TrimEnd('.')));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (nodes, Problem(objectInfo, exception is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : exception.Message.TrimEnd('.')));
        }
    }

    private static async Task<byte[]> ReadAsync(string path, Surroundings surroundings, CancellationToken cancellation)
    {
        if (path == "-")
        {
            using var bytes = new MemoryStream();
            await using var input = surroundings.Input();
            await input.CopyToAsync(bytes, cancellation);
            return bytes.ToArray();
        }

        var length = new FileInfo(path).Length;
        return length <= MostBytes ? await File.ReadAllBytesAsync(path, cancellation) : throw new IOException($"it has {length} bytes, and {MostBytes} is the most that is taken");
    }

    private static GraphProblem Problem(string path, string why)
        => new(ProblemCodes.MissingFile, null, null, $"The node types in '{path}' cannot be read: {why}. Save what a ComfyUI answers at /object_info: curl http://127.0.0.1:8188/object_info -o object_info.json.");
}
