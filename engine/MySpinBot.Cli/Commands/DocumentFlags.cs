using System.CommandLine;
using MySpinBot.Cli.Graphs;
using MySpinBot.Core.Documents.Embedded;

namespace MySpinBot.Cli.Commands;

/// <summary>The options of commands that read documents without running them.</summary>
internal sealed class DocumentFlags
{
    private readonly Option<string?> _take = new("--take") { Description = "Of a picture or film: its 'workflow' (what was drawn; the usual choice), or its 'prompt' (what was run).", HelpName = "workflow|prompt" };
    private readonly Option<string?> _objectInfo = new("--object-info") { Description = "Node types of a ComfyUI, as its /object_info answers: by them values of workflows get their names.", HelpName = "FILE" };

    public DocumentFlags() => _take.AcceptOnlyFromAmong("workflow", "prompt");

    public DocumentFlags AddTo(Command command)
    {
        command.Add(_take);
        command.Add(_objectInfo);
        return this;
    }

    public GraphSource Source(ParseResult parsed, string path) => new(path)
    {
        Choice = parsed.GetValue(_take) switch
        {
            "workflow" => EmbeddedChoice.Workflow,
            "prompt" => EmbeddedChoice.Prompt,
            _ => EmbeddedChoice.AsItWasDrawn,
        },
    };

    public string? ObjectInfo(ParseResult parsed) => parsed.GetValue(_objectInfo);
}
