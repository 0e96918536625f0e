using System.Collections.Immutable;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>Inputs of a node, each name once: the first counts.</summary>
internal sealed class InputList
{
    private readonly ImmutableArray<NodeInput>.Builder _inputs = ImmutableArray.CreateBuilder<NodeInput>();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public ImmutableArray<NodeInput> All => _inputs.ToImmutable();

    public bool Has(string name) => _names.Contains(name);

    public void Add(string name, InputValue value)
    {
        if (_names.Add(name))
        {
            _inputs.Add(new NodeInput(name, value));
        }
    }
}
