using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Validation.Flattening;

/// <summary>The document, or one use of a subgraph: what ids and names of inputs mean in it.</summary>
internal sealed class Frame(Scope scope, FlatNode? user = null)
{
    private Dictionary<string, InputValue>? _given;

    /// <summary>The graph, and what names mean in it.</summary>
    public Scope Scope { get; } = scope;

    /// <summary>The node that uses the subgraph; null for the document.</summary>
    public FlatNode? User { get; } = user;

    /// <summary>Put before the ids of its nodes: empty, or <c>outer:</c>.</summary>
    public string Prefix { get; } = user is null ? "" : user.Id + ":";

    public int Depth { get; } = user is null ? 0 : user.Frame.Depth + 1;

    public Dictionary<string, FlatNode> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>What the user gives to this named input; null for nothing.</summary>
    public InputValue? Given(string name)
    {
        _given ??= ByName();
        return _given.GetValueOrDefault(name);
    }

    private Dictionary<string, InputValue> ByName()
    {
        var given = new Dictionary<string, InputValue>(StringComparer.Ordinal);
        foreach (var input in User!.Entry.Inputs)
        {
            given.TryAdd(input.Name, input.Value);
        }

        return given;
    }
}
