using System.Text;
using System.Text.RegularExpressions;
using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

/// <summary>What a run told.</summary>
internal sealed class Told
{
    private readonly List<RunEvent> _events = [];

    public IReadOnlyList<RunEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public RunSummary Summary { get; set; } = null!;

    public void Add(RunEvent happened)
    {
        lock (_events)
        {
            _events.Add(happened);
        }
    }

    public IEnumerable<T> All<T>()
        where T : RunEvent
        => Events.OfType<T>();

    /// <summary>Compares what became of each node with a table; the order of the lines does not matter. Nodes that nobody had to look at are in neither.</summary>
    public Told ShouldRead(string table)
    {
        Lines(Table()).ShouldBe(Lines(table), $"The run read:\n{Table()}");
        return this;
    }

    /// <summary>What became of each node.</summary>
    public string Table()
    {
        var ends = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var happened in All<NodeEvent>())
        {
            var end = happened switch
            {
                NodeReused => "reused",
                NodeFinished => "ran",
                NodeFailed => "failed",
                NodeSkipped => "skipped",
                NodeBlocked { Message: null } => "blocked",
                _ => null,
            };
            if (end is not null)
            {
                ends[happened.NodeId] = end;
            }
        }

        var text = new StringBuilder();
        foreach (var (node, end) in ends)
        {
            text.Append(node.PadRight(20)).Append(' ').Append(end).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Why a node failed.</summary>
    public string Sentence(string node) => All<NodeFailed>().Single(failed => failed.NodeId == node).Sentence;

    /// <summary>What a node showed, as JSON; null for nothing.</summary>
    public string? Shown(string node)
        => All<NodeFinished>().Where(one => one.NodeId == node).Select(one => one.Shown).Concat(All<NodeReused>().Where(one => one.NodeId == node).Select(one => one.Shown)).Single()?.ToString();

    /// <summary>What nodes logged.</summary>
    public IEnumerable<string> Log(string? node = null) => All<NodeLogged>().Where(line => node is null || line.NodeId == node).Select(line => line.Message);

    private static List<string> Lines(string table)
        => [.. table.Split('\n').Select(line => Regex.Replace(line.Trim(), @"\s+", " ")).Where(line => line.Length > 0).Order(StringComparer.Ordinal)];
}
