using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Working;

/// <summary>What is to be told of one job. Kept events gather in order; of what is transient the latest counts, and it stands before what ended its node.</summary>
internal sealed class JobPost(Outbox outbox, Guid job)
{
    private const int MostInOne = 4 << 20;
    private const int MostNodesWithNews = 1_000;

    private List<JobPart>? _before;
    private EventLines _lines;
    private JobEnd? _end;
    private Dictionary<string, NodeNews>? _news;
    private int _kept;
    private bool _hasEnded;

    /// <summary>Whether the outbox knows that there is something to tell; its own.</summary>
    public bool IsNoted { get; set; }

    /// <summary>Takes an event that is kept.</summary>
    /// <param name="line">It, as one line of JSON.</param>
    /// <param name="ended">The node that ended with it, if one did.</param>
    public void Keep(ReadOnlySpan<byte> line, string? ended)
    {
        lock (outbox.Gate)
        {
            if (outbox.IsMute)
            {
                return;
            }

            if (ended is not null && _news is not null && _news.Remove(ended, out var news))
            {
                Close();
                (_before ??= []).Add(new JobPart(default, news));
            }
            else if (_lines.Length > MostInOne)
            {
                Close();
            }

            _lines = _lines.With(line);
            _kept += line.Length;
            outbox.Note(this, line.Length, isEnd: false);
        }
    }

    /// <summary>Takes an event that is not kept.</summary>
    public void Pass(NodeEvent happened)
    {
        lock (outbox.Gate)
        {
            _news ??= new Dictionary<string, NodeNews>(StringComparer.Ordinal);
            if (outbox.IsMute || _hasEnded)
            {
                return;
            }

            if (!_news.TryGetValue(happened.NodeId, out var news))
            {
                if (_news.Count == MostNodesWithNews)
                {
                    return;
                }

                _news.Add(happened.NodeId, news = new NodeNews(happened.NodeId));
            }

            news.Add(happened);
            outbox.Note(this, 0, isEnd: false);
        }
    }

    /// <summary>Says that the job has ended. Nothing is said of it after that.</summary>
    public void End(JobEnd end)
    {
        lock (outbox.Gate)
        {
            if (outbox.IsMute)
            {
                return;
            }

            if (_news is { Count: > 0 })
            {
                Close();
                _before ??= [];
                foreach (var news in _news.Values)
                {
                    _before.Add(new JobPart(default, news));
                }
            }

            (_end, _news, _hasEnded) = (end, null, true);
            outbox.Note(this, 0, isEnd: true);
        }
    }

    /// <summary>Gives, under the outbox's lock, what there is.</summary>
    /// <param name="withNews">Whether it is time for what is not kept.</param>
    public JobDelivery Take(bool withNews)
    {
        var delivery = new JobDelivery(job, _before, _lines, _end, withNews ? _news : null, _kept);
        (_before, _lines, _end, _kept) = (null, default, null, 0);
        if (withNews)
        {
            _news = null;
        }

        IsNoted = _news is { Count: > 0 };
        return delivery;
    }

    private void Close()
    {
        if (_lines.Length > 0)
        {
            (_before ??= []).Add(new JobPart(_lines, null));
            _lines = default;
        }
    }
}
