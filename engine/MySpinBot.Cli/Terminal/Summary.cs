using System.Collections.Immutable;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Terminal;

/// <summary>What a run came to, in a few lines.</summary>
internal static class Summary
{
    /// <param name="summary">How the run went.</param>
    /// <param name="outputFolder">Where files were saved.</param>
    public static ImmutableArray<ViewLine> Of(RunSummary summary, string outputFolder)
    {
        var counts = $"{summary.Ran} ran, {summary.Reused} reused"
            + (summary.Failed > 0 ? $", {summary.Failed} failed" : "")
            + (summary.Skipped > 0 ? $", {summary.Skipped} skipped" : "");
        var seconds = PlainText.Seconds(summary.Seconds);
        var first = summary.Outcome switch
        {
            RunOutcome.Succeeded => new ViewLine(LineKind.Finished, $"Done in {seconds}: {counts}."),
            RunOutcome.Failed => new ViewLine(LineKind.Failed, $"Failed after {seconds}: {counts}."),
            _ => new ViewLine(LineKind.Warning, $"Interrupted after {seconds}: {counts}. What was finished is kept."),
        };
        return
        [
            first,
            .. summary.Files.Select(file => new ViewLine(LineKind.Saved, $"  {PlainText.OnOneLine(Path.Combine(outputFolder, file.Subfolder, file.Name))}")),
        ];
    }
}
