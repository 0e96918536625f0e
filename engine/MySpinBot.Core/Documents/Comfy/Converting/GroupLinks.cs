using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Form;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>The links of a group node: <c>[from, output, to, input, …, type]</c> between positions of its nodes; those from outside have no beginning.</summary>
internal sealed class GroupLinks
{
    private readonly Dictionary<(int Node, int Slot), (int Node, int Slot)> _to = [];
    private readonly Dictionary<(int Node, int Slot), List<(int Node, int Slot, string Type)>> _from = [];
    private readonly Dictionary<int, string> _typeInto = [];
    private readonly HashSet<(int Node, int Slot)> _external = [];

    public GroupLinks(JsonElement data, int nodes)
    {
        foreach (var item in data.Items("links"))
        {
            var link = UiJson.Items(item);
            if (link.Count < 4 || UiJson.Position(link[2]) is not { } to || to >= nodes)
            {
                continue;
            }

            var type = link.Count > 5 && UiJson.Text(link[5]) is { Length: > 0 } given ? given : SocketTypes.Any;
            _typeInto.TryAdd(to, type);
            if (UiJson.Position(link[0]) is not { } from || from >= nodes)
            {
                continue;
            }

            var (output, input) = (UiJson.Position(link[1]) ?? 0, UiJson.Position(link[3]) ?? 0);
            _to[(to, input)] = (from, output);
            (_from.TryGetValue((from, output), out var targets) ? targets : _from[(from, output)] = []).Add((to, input, type));
        }

        foreach (var item in data.Items("external"))
        {
            if (UiJson.Items(item) is [var node, var slot, ..] && UiJson.Position(node) is { } position)
            {
                _external.Add((position, UiJson.Position(slot) ?? 0));
            }
        }
    }

    /// <summary>Where an input's link comes from; null where none inside ends there.</summary>
    public (int Node, int Slot)? To(int node, int slot) => _to.TryGetValue((node, slot), out var from) ? from : null;

    /// <summary>Where the links of an output go.</summary>
    public IReadOnlyList<(int Node, int Slot, string Type)> From(int node, int slot) => _from.TryGetValue((node, slot), out var targets) ? targets : [];

    /// <summary>Type of what comes to a node; null where nothing does.</summary>
    public string? TypeInto(int node) => _typeInto.GetValueOrDefault(node);

    /// <summary>Whether an output was linked to something outside too.</summary>
    public bool IsExternal(int node, int slot) => _external.Contains((node, slot));
}
