using System.Collections.Immutable;

namespace MySpinBot.Core.Documents.Comfy.Form;

/// <summary>What was found while reading. Of a document that is nothing but faults the first ones are enough, so that a small text does not become a large list.</summary>
internal sealed class Findings
{
    private const int Most = 1000;

    private readonly List<GraphProblem> _found = [];
    private int _more;

    public void Add(GraphProblem found)
    {
        if (_found.Count < Most)
        {
            _found.Add(found);
        }
        else
        {
            _more++;
        }
    }

    /// <summary>All of them; of many the first, and how many there are beside.</summary>
    public ImmutableArray<GraphProblem> All() => _more == 0
        ? [.. _found]
        : [.. _found, new GraphProblem(_found[^1].Code, null, null, $"There are {_more} more of them; mend these first.")];
}
