using System.CommandLine;

namespace MySpinBot.Cli.Commands;

/// <summary>The options of <c>run</c> that write down what a run rests on, and hold it to what was written down.</summary>
internal sealed class RecordFlags
{
    private readonly Option<string?> _manifest = new("--manifest") { Description = "Write down what the run rests on and what came of it: code, settings, seeds, files, tools, results.", HelpName = "FILE" };
    private readonly Option<string?> _strict = new("--strict") { Description = "Run only if nothing differs from the run of this manifest (or archive); say all that does.", HelpName = "FILE" };

    public RecordFlags AddTo(Command command)
    {
        command.Add(_manifest);
        command.Add(_strict);
        return this;
    }

    public RecordWish Read(ParseResult parsed) => new(parsed.GetValue(_manifest), parsed.GetValue(_strict));
}

/// <summary>What is written down of a run, and what it is held to.</summary>
/// <param name="ManifestFile">Where its manifest goes; null for nowhere.</param>
/// <param name="StrictFile">The manifest, or the archive with one, that it has to be the same as; null for none.</param>
internal sealed record RecordWish(string? ManifestFile, string? StrictFile);
