using System.Collections.Immutable;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;

namespace MySpinBot.Cli.Graphs;

/// <summary>What the command line changes in a graph before it runs.</summary>
internal sealed record GraphChanges(ImmutableArray<Assignment> Settings, ImmutableArray<Assignment> Inputs, ImmutableArray<string> Targets)
{
    /// <summary>The changed document; where a change is wrong, the document without it, and the problem.</summary>
    public EditResult Apply(GraphDocument document, Catalog catalog)
    {
        var done = new EditResult(document, []);
        foreach (var setting in Settings)
        {
            done = Then(done, Edits.SetInput(done.Document, setting.Path, setting.Value, catalog));
        }

        foreach (var input in Inputs)
        {
            done = Then(done, Edits.SetNamedInput(done.Document, input.Path, input.Value));
        }

        return Targets.IsEmpty ? done : Then(done, Edits.ChooseTargets(done.Document, Targets));
    }

    private static EditResult Then(EditResult before, EditResult after) => after with { Problems = before.Problems.AddRange(after.Problems) };
}
