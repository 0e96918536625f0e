using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Documents;

namespace MySpinBot.Cli.Graphs;

/// <summary>Where a graph is read from: a file, or standard input for <c>-</c>.</summary>
internal sealed record GraphSource(string Path)
{
    // One byte more than is ever taken, so that the reader sees that it is too much and says so.
    private static readonly int MostBytes = ReadLimits.Default.MaxBytes + 1;

    public bool IsStandardInput => Path == "-";

    /// <summary>What the graph is called in the journal.</summary>
    public string Name => IsStandardInput ? "-" : System.IO.Path.GetFullPath(Path);

    /// <summary>The folder that the graph lies in: files are looked for beside it.</summary>
    public string? Folder => IsStandardInput ? null : System.IO.Path.GetDirectoryName(Name);

    public async Task<(ReadOnlyMemory<byte> Utf8, GraphProblem? Problem)> ReadAsync(Surroundings surroundings, CancellationToken cancellation)
    {
        if (!IsStandardInput && Directory.Exists(Path))
        {
            return (default, Unreadable("it is a folder; name a file in it"));
        }

        try
        {
            await using var stream = IsStandardInput ? surroundings.Input() : File.OpenRead(Path);
            return (await ReadSomeAsync(stream, cancellation), null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return (default, Unreadable("there is no such file"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (default, Unreadable(exception.Message.TrimEnd('.')));
        }
    }

    private GraphProblem Unreadable(string why) => new(ProblemCodes.MissingFile, null, null, $"The graph '{Path}' cannot be read: {why}.");

    private static async Task<ReadOnlyMemory<byte>> ReadSomeAsync(Stream stream, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while (bytes.Length < MostBytes && (read = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
