using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Reading;

/// <summary>The fields of an object by name: those that are known are taken, the rest is kept. A name that stands twice is a problem, and its first value counts.</summary>
internal sealed class Fields
{
    private readonly List<KeyValuePair<string, JsonElement>> _fields = [];

    private readonly DistinctNames _seen = new();

    /// <param name="json">An object.</param>
    /// <param name="repeated">The problem for a name that stands twice.</param>
    /// <param name="problems">Where problems go.</param>
    public Fields(JsonElement json, Func<string, GraphProblem> repeated, List<GraphProblem> problems)
    {
        DistinctNames? told = null;
        foreach (var field in json.EnumerateObject())
        {
            var name = field.Name;
            if (_seen.Add(name))
            {
                _fields.Add(new(name, field.Value));
            }
            else if (!FormFaults.IsEnough(problems) && (told ??= new DistinctNames()).Add(name))
            {
                problems.Add(repeated(name));
            }
        }
    }

    public IReadOnlyList<KeyValuePair<string, JsonElement>> All => _fields;

    /// <summary>The fields of an object whose own names are fixed.</summary>
    public static Fields Of(JsonElement json, string owner, string? nodeId, List<GraphProblem> problems)
        => new(json, name => new GraphProblem(ProblemCodes.DuplicateId, nodeId, null, $"Field {Shown.Name(name)} of {owner} stands twice."), problems);

    /// <summary>The value of a known field, taken out; null where it is absent.</summary>
    public JsonElement? Take(string name)
    {
        for (var i = 0; i < _fields.Count; i++)
        {
            if (_fields[i].Key == name)
            {
                var value = _fields[i].Value;
                _fields.RemoveAt(i);
                return value;
            }
        }

        return null;
    }

    /// <summary>What was not taken.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> Rest() => [.. _fields];
}
