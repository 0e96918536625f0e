using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;

namespace MySpinBot.Server.Tracing;

/// <summary>Makes a job's spans of its kept events: the job, its waits in the queue, its runs, and in these its nodes. Pure.</summary>
/// <param name="job">The job as it ended.</param>
/// <param name="mostSpans">So many spans at most; how many were left out stands in the job's.</param>
internal sealed class JobSpans(Job job, int mostSpans)
{
    /// <summary>Says of a span that its times were put together from how long things took, because nobody was there to note them.</summary>
    public const string Estimated = "myspinbot.time.estimated";

    private const int NoRun = -1;

    private readonly List<PlannedSpan> _spans = [];
    private readonly Dictionary<string, (NodeStarted Told, DateTimeOffset At, bool IsEstimated)> _open = new(StringComparer.Ordinal);
    private PlannedSpan? _whole;
    private DateTimeOffset? _queuedAt;
    private DateTimeOffset _clock;
    private int _run = NoRun;
    private int _attempt, _leftOut;

    /// <summary>The spans, the job's first; none before it has ended.</summary>
    public IReadOnlyList<PlannedSpan> Spans => _whole is null ? [] : _spans;

    /// <summary>Takes the next event.</summary>
    /// <param name="told">The event: a <see cref="JobEvent"/> or <see cref="RunEvent"/>.</param>
    /// <param name="heard">When it was heard; null where nobody knows.</param>
    public void Take(object? told, DateTimeOffset? heard)
    {
        switch (told)
        {
            case JobQueued queued:
                Part(queued.At, null);
                Begin(queued.At);
                _queuedAt = queued.At;
                break;
            case JobBegan began:
                Part(began.At, null);
                Begin(began.At);
                AddWait(began.At);
                (_attempt, _clock, _run) = (began.Attempt, began.At, _spans.Count);
                _spans.Add(new PlannedSpan("run", 0, began.At, began.At)); // never left out: what is in it hangs on it
                Say(_spans[_run], "myspinbot.run.attempt", _attempt);
                break;
            case WorkerLost lost:
                Part(lost.At, lost.Sentence);
                _queuedAt = lost.At;
                break;
            case JobFinished finished:
                AddWait(finished.At);
                Part(finished.At, job.State == JobState.Succeeded ? null : finished.Reason ?? "It did not succeed.");
                End(finished);
                break;
            case NodeEvent node when _run != NoRun:
                Take(node, heard);
                break;
        }
    }

    // A job that is tried again has a trace of each try: what came before belongs to the one before.
    private void Begin(DateTimeOffset at)
    {
        if (_spans.Count == 0 || _whole is not null)
        {
            _spans.Clear();
            _spans.Add(new PlannedSpan("job", -1, at, at));
            (_whole, _leftOut) = (null, 0);
        }
    }

    private void End(JobFinished finished)
    {
        Begin(finished.At);
        _whole = _spans[0] with { End = Later(_spans[0].Start, finished.At), Fault = job.State == JobState.Failed ? finished.Reason : null };
        _spans[0] = _whole;
        Say(_whole, "myspinbot.job.id", job.Id.ToString());
        Say(_whole, "myspinbot.job.name", job.Name);
        Say(_whole, "myspinbot.job.owner", job.Owner);
        Say(_whole, "myspinbot.job.state", finished.State.ToString().ToLowerInvariant());
        Say(_whole, "myspinbot.job.attempts", _attempt);
        Say(_whole, "myspinbot.spans.left_out", _leftOut > 0 ? _leftOut : null);
    }

    private void AddWait(DateTimeOffset until)
    {
        if (_queuedAt is { } since)
        {
            Add("queue", 0, since, until);
            _queuedAt = null;
        }
    }

    // The run that is under way is over.
    private void Part(DateTimeOffset at, string? fault)
    {
        if (_run == NoRun)
        {
            return;
        }

        var end = Later(_spans[_run].Start, at);
        _spans[_run] = _spans[_run] with { End = end, Fault = fault };
        foreach (var (id, open) in _open)
        {
            AddNode(open.Told, id, open.At, end, "unfinished", open.IsEstimated)?.Fault = fault ?? "The run ended before it did.";
        }

        _open.Clear();
        Bound(end);
        _run = NoRun;
    }

    // What is told is heard a little later, once it is stored; nothing of a run is later than its end.
    private void Bound(DateTimeOffset end)
    {
        for (var i = _run + 1; i < _spans.Count; i++)
        {
            var span = _spans[i];
            if (span.Parent == _run && span.End > end)
            {
                _spans[i] = span with { Start = span.Start < end ? span.Start : end, End = end };
            }
        }
    }

    private void Take(NodeEvent told, DateTimeOffset? heard)
    {
        var at = Later(_clock, heard ?? _clock);
        switch (told)
        {
            case NodeStarted started:
                _open[started.NodeId] = (started, at, heard is null);
                _clock = at;
                break;
            case NodeFinished finished when _open.Remove(finished.NodeId, out var open):
                var end = heard is null ? open.At + TimeSpan.FromSeconds(Math.Clamp(finished.Seconds, 0, 1e7)) : at;
                Say(AddNode(open.Told, finished.NodeId, open.At, end, "ran", heard is null || open.IsEstimated), "myspinbot.node.seconds", finished.Seconds);
                _clock = Later(_clock, end);
                break;
            case NodeFailed failed:
                var begun = _open.Remove(failed.NodeId, out var tried) ? tried.At : at;
                var span = AddNode(tried.Told, failed.NodeId, begun, at, "failed", heard is null, failed.ClassType);
                Say(span, "error.type", "node_failed");
                span?.Fault = failed.Sentence;
                break;
            case NodeReused reused:
                Say(AddNode(null, reused.NodeId, at, at, "reused", heard is null, reused.ClassType), "myspinbot.node.because", reused.Because.ToString());
                break;
            case NodeBlocked blocked when _open.Remove(blocked.NodeId, out var stopped):
                AddNode(stopped.Told, blocked.NodeId, stopped.At, at, "blocked", heard is null);
                break;
        }
    }

    private PlannedSpan? AddNode(NodeStarted? started, string id, DateTimeOffset from, DateTimeOffset until, string outcome, bool isEstimated, string? type = null)
    {
        var classType = type ?? started?.ClassType ?? "node";
        if (Add(classType, _run, from, until) is not { } span)
        {
            return null;
        }

        Say(span, "myspinbot.node.id", id);
        Say(span, "myspinbot.node.class_type", classType);
        Say(span, "myspinbot.node.title", started?.Title);
        Say(span, "myspinbot.node.calls", started?.Calls);
        Say(span, "myspinbot.node.outcome", outcome);
        Say(span, "myspinbot.node.because", started?.Because.ToString());
        Say(span, Estimated, isEstimated ? true : null);
        return span;
    }

    private PlannedSpan? Add(string name, int parent, DateTimeOffset start, DateTimeOffset end)
    {
        if (_spans.Count >= mostSpans)
        {
            _leftOut++;
            return null;
        }

        var span = new PlannedSpan(name, parent, start, Later(start, end));
        _spans.Add(span);
        return span;
    }

    private static void Say(PlannedSpan? span, string name, object? value)
    {
        if (span is not null && value is not null)
        {
            span.Attributes[name] = value;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
