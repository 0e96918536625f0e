using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace MySpinBot.EndToEnd.Serving.Fuzzing;

/// <summary>What came of it, to be read by people.</summary>
internal sealed class FuzzReport
{
    private readonly ConcurrentDictionary<string, Line> _lines = new();

    public ConcurrentQueue<string> Faults { get; } = new();

    public int Requests => _lines.Values.Sum(line => line.Count);

    public void Note(Described operation, int status, TimeSpan took) => _lines.GetOrAdd(operation.Name, _ => new Line()).Note(status, took);

    public string Text(string head)
    {
        var text = new StringBuilder(head).Append('\n');
        foreach (var (name, line) in _lines.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name,-62} {line.Count,6}  slowest {line.Slowest.TotalMilliseconds,6:0} ms  {line.Statuses}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{Faults.Count} faults\n");
        foreach (var fault in Faults.Take(50))
        {
            text.Append(fault).Append('\n');
        }

        return text.ToString();
    }

    private sealed class Line
    {
        private readonly Lock _gate = new();
        private readonly SortedDictionary<int, int> _statuses = [];

        public int Count { get; private set; }

        public TimeSpan Slowest { get; private set; }

        public string Statuses
        {
            get
            {
                lock (_gate)
                {
                    return string.Join("  ", _statuses.Select(entry => $"{entry.Key}×{entry.Value}"));
                }
            }
        }

        public void Note(int status, TimeSpan took)
        {
            lock (_gate)
            {
                Count++;
                _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
                Slowest = took > Slowest ? took : Slowest;
            }
        }
    }
}
