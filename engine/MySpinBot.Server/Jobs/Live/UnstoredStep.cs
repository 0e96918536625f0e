using System.Collections.Immutable;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Server.Jobs.Live;

/// <summary>Something that became of a job and waits to be stored.</summary>
/// <param name="change">How its state changes; null where only events are added.</param>
internal sealed class UnstoredStep(JobChange? change)
{
    // A transient event of a node takes the place of the one before, so this is only met by jobs with very many nodes under way.
    private const int MostPassing = 256;

    private ImmutableArray<ReadOnlyMemory<byte>>.Builder? _events;
    private List<JobNews>? _passing;

    /// <summary>How its state changes.</summary>
    public JobChange? Change { get; private set; } = change;

    /// <summary>Who waits for it; null where nobody does. One that somebody waits for is tried once, any other until it is stored.</summary>
    public TaskCompletionSource<JobStepResult>? Asked { get; init; }

    /// <summary>Done once it is stored.</summary>
    public Action? Then { get; private set; }

    /// <summary>Bytes of its events.</summary>
    public long Bytes { get; private set; }

    /// <summary>Its events.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Events => _events?.ToImmutable() ?? [];

    public UnstoredStep Telling(ReadOnlyMemory<byte> json)
    {
        (_events ??= ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>()).Add(json);
        Bytes += json.Length;
        return this;
    }

    public UnstoredStep Doing(Action then)
    {
        Then = then;
        return this;
    }

    /// <summary>Takes another step into this one, where both can be stored as one. What a call wrote stands between two, so that it is told before its node's end.</summary>
    public bool TryTake(UnstoredStep next)
    {
        if ((_passing is not null && _passing.Exists(static news => news is TextNews)) || Asked is not null || next.Asked is not null || Then is not null || (Change is not null && next.Change is not null))
        {
            return false;
        }

        Change ??= next.Change;
        Then = next.Then;
        Bytes += next.Bytes;
        if (next._events is { } events)
        {
            (_events ??= ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>()).AddRange(events);
        }

        return true;
    }

    /// <summary>Has something transient told behind its events.</summary>
    public void Pass(JobNews news)
    {
        _passing ??= [];
        var same = _passing.FindIndex(other => Passing.IsReplaced(other, news));
        if (same >= 0)
        {
            _passing.RemoveAt(same);
        }

        // Only the latest piece of a call can be gone on with.
        var before = _passing.FindLastIndex(other => other is TextNews text && news is TextNews more && (text.NodeId, text.Call) == (more.NodeId, more.Call));
        if (before >= 0 && Passing.Joined(_passing[before], news) is { } joined)
        {
            _passing[before] = joined;
            return;
        }

        if (_passing.Count < MostPassing)
        {
            _passing.Add(news);
        }
    }

    /// <summary>What is transient and not told yet; null for nothing.</summary>
    public List<JobNews>? TakePassing()
    {
        var passing = _passing;
        _passing = null;
        return passing;
    }
}
