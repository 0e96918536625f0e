using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Recording;

/// <summary>The host's tools as one call has them: remembers which it was given.</summary>
internal sealed class NotedTools(IHostTools tools) : IHostTools
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    /// <summary>The tools that were given: names and paths.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Given
    {
        get
        {
            lock (_gate)
            {
                return [.. _given];
            }
        }
    }

    public string Executable(string name)
    {
        var path = tools.Executable(name);
        lock (_gate)
        {
            _given[name] = path;
        }

        return path;
    }
}
