using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Remote.Connecting;

/// <summary>The servers of the configuration, by name.</summary>
internal sealed class TargetConnections(IOutboundTargets targets, IModelShelf shelf, INodeLog log, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, TargetConnection> _made = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private bool _isClosed;

    /// <summary>Their names, in the order of the configuration.</summary>
    public IReadOnlyList<string> Names => [.. targets.All.Select(target => target.Name)];

    /// <summary>The server of a name.</summary>
    /// <exception cref="NodeFailure">There is none.</exception>
    public TargetConnection Get(string name)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_made.TryGetValue(name, out var made))
            {
                return made;
            }

            var target = targets.All.FirstOrDefault(each => each.Name == name) ?? throw new NodeFailure(Missing(name));
            return _made[name] = TargetConnection.To(target, shelf, log, time);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var connection in _made.Values)
            {
                connection.Dispose();
            }

            _made.Clear();
        }
    }

    private string Missing(string name)
    {
        var shown = name.Length <= 80 && !name.Any(char.IsControl) ? $"'{name}'" : "of that name";
        return targets.All.Count == 0
            ? $"There is no target {shown}: the configuration names no other servers. Write one into targets.servers, such as home=ollama:http://127.0.0.1:11434."
            : $"There is no target {shown} in the configuration; there are {string.Join(", ", Names)}.";
    }
}
