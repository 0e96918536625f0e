using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Embedded;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Cli.Graphs;

/// <summary>Where a graph is read from: a file of JSON, a picture, film, sound or model that holds the graph which made it, or standard input for <c>-</c>.</summary>
internal sealed record GraphSource(string Path)
{
    // One byte more than is ever taken, so that the reader sees that it is too much and says so.
    private static readonly int MostBytes = ReadLimits.Default.MaxBytes + 1;

    /// <summary>Which graph of a picture is meant.</summary>
    public EmbeddedChoice Choice { get; init; } = EmbeddedChoice.AsItRan;

    public bool IsStandardInput => Path == "-";

    /// <summary>What the graph is called in the journal.</summary>
    public string Name => IsStandardInput ? "-" : System.IO.Path.GetFullPath(Path);

    /// <summary>The folder that the graph lies in: files are looked for beside it.</summary>
    public string? Folder => IsStandardInput ? null : System.IO.Path.GetDirectoryName(Name);

    public async Task<(ReadOnlyMemory<byte> Utf8, GraphProblem? Problem)> ReadAsync(Surroundings surroundings, CancellationToken cancellation)
    {
        var text = await ReadTextAsync(surroundings, cancellation);
        return (text.Utf8, text.Problem);
    }

    /// <summary>The same, with what is to be said of the file.</summary>
    public async Task<SourceText> ReadTextAsync(Surroundings surroundings, CancellationToken cancellation)
    {
        if (!IsStandardInput && Directory.Exists(Path))
        {
            return Unreadable("it is a folder; name a file in it");
        }

        try
        {
            await using var stream = IsStandardInput ? surroundings.Input() : File.OpenRead(Path);
            return stream.CanSeek && !IsStandardInput && HoldsGraph(stream)
                ? Embedded(stream, cancellation)
                : OfBytes(await ReadSomeAsync(stream, cancellation), cancellation);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable("there is no such file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Unreadable(exception.Message.TrimEnd('.'));
        }
    }

    private static bool HoldsGraph(Stream file)
    {
        var head = new byte[EmbeddedGraph.HeadBytes];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return EmbeddedGraph.FormOf(head.AsSpan(0, read)) is not null;
    }

    // What came over a pipe.
    private SourceText OfBytes(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (EmbeddedGraph.FormOf(bytes.Span[..Math.Min(bytes.Length, EmbeddedGraph.HeadBytes)]) is null)
        {
            return new SourceText(bytes, null);
        }

        return bytes.Length < MostBytes
            ? Embedded(new MemoryStream(bytes.ToArray(), writable: false), cancellation)
            : Unreadable($"what comes over standard input is no text, and has more than {MostBytes - 1} bytes; name the file instead");
    }

    private SourceText Embedded(Stream file, CancellationToken cancellation)
    {
        var found = EmbeddedGraph.Read(file, EmbeddedLimits.Default, cancellation)!;
        return found.Choose(Choice) is { } chosen
            ? new SourceText(chosen.Utf8, null) { Remarks = [.. found.Damages.Select(damage => $"{Shown.Name(Path)}: {damage}")] }
            : new SourceText(default, found.Missing(Choice, Path));
    }

    private SourceText Unreadable(string why) => new(default, new GraphProblem(ProblemCodes.MissingFile, null, null, $"The graph '{Path}' cannot be read: {why}."));

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
