using System.CommandLine;
using MySpinBot.Cli.Graphs;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Documents.Exporting;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Commands;

/// <summary>What commands on documents have in common: node types are asked for when somebody needs them, and what is written goes where it was wanted.</summary>
internal sealed class DocumentDesk(Surroundings surroundings, ParseResult parsed, EngineFlags flags, string? objectInfo, Notices notices, CancellationToken cancellation)
{
    private NodeInterfaces? _nodes;

    /// <summary>What is wrong with the file of node types.</summary>
    public GraphProblem? Problem { get; private set; }

    /// <summary>The node types that there are.</summary>
    public async Task<NodeInterfaces> NodesAsync()
    {
        if (_nodes is { } known)
        {
            return known;
        }

        await using var engine = await Engine.OpenAsync(flags.Read(parsed, surroundings, null) with { Report = notices.Say, CacheFolder = null }, cancellation);
        notices.SayRefused(engine);
        (_nodes, Problem) = await KnownNodes.WithAsync(NodeInterfaces.Of(engine.Catalog), objectInfo, surroundings, cancellation);
        return _nodes;
    }

    /// <summary>Reads a document, and says what is to be said of it.</summary>
    /// <returns>The document; null, and all problems said, where it is none.</returns>
    public async Task<GraphDocument?> ReadAsync(GraphSource source, Complaints complaints)
    {
        var read = await DocumentReading.ReadAsync(source, NodesAsync, surroundings, cancellation);
        if (Problem is { } wrong)
        {
            complaints.Say([wrong]);
            return null;
        }

        if (read.Document is null || !read.Problems.IsEmpty)
        {
            complaints.Say(read.Problems);
            return null;
        }

        foreach (var remark in read.Remarks)
        {
            notices.Say(remark);
        }

        return read.Document;
    }

    /// <summary>Writes a document for others, and says what was found on the way.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WriteAsync(GraphExport export, GraphDocument document, string? path, Complaints complaints)
    {
        var found = new List<GraphProblem>();
        var text = export.Write(document, await NodesAsync(), found);
        if (found.Exists(problem => problem.Code == ProblemCodes.DocumentTooLarge))
        {
            return complaints.Say(found);
        }

        foreach (var problem in found)
        {
            notices.Say(problem.Sentence);
        }

        return await WriteAsync(text, path, complaints);
    }

    /// <summary>Writes a text to a file, or to standard output for none or <c>-</c>.</summary>
    /// <returns>The exit code.</returns>
    private async Task<int> WriteAsync(string text, string? path, Complaints complaints)
    {
        if (path is null or "-")
        {
            await surroundings.Output.WriteAsync(text);
            return ExitCode.Done;
        }

        try
        {
            await File.WriteAllTextAsync(path, text, cancellation);
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return complaints.Say([new GraphProblem(ProblemCodes.MissingFile, null, null, $"'{path}' cannot be written: {exception.Message.TrimEnd('.')}.")]);
        }
    }
}
