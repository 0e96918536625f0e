using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Comfy.History;
using MySpinBot.Server.Comfy.Prompts;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Comfy.Live;

/// <summary>A job as ComfyUI's clients hear of it: takes what happens and makes the messages that ComfyUI would send, in its order. For one thread.
/// A job without a client is heard of by all of its owner's sockets, and of it only what ComfyUI tells all: how far it has come, pictures, that it was interrupted.</summary>
internal sealed partial class LiveJob
{
    /// <summary>How often how far a job has come is told, at most, once telling it costs something.</summary>
    public static TimeSpan Beat { get; } = TimeSpan.FromMilliseconds(50);

    // A map of this many nodes is told at every border of a node, as ComfyUI does; telling larger ones so would cost the square of their length.
    private const int SmallMap = 24;
    private const int MostWritten = 16 << 10;

    private readonly Guid _id;
    private readonly string? _client;
    private readonly bool _showsPreviews;
    private readonly ILiveAudience _audience;
    private readonly TimeProvider _time;
    private readonly PromptStory _story;
    private readonly ProgressMap _progress = new();
    private readonly List<string> _executed = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Call, TextSoFar Text)> _written = new(StringComparer.Ordinal);
    private readonly List<NodeReused> _reused = [];
    private NodeFailed? _failure;
    private bool _hasBegun;
    private bool _isCachedTold;
    private bool _isMapTold;
    private long _begunAt, _toldAt;

    /// <param name="id">The job.</param>
    /// <param name="client">The client that handed it in; null for none.</param>
    /// <param name="showsPreviews">Whether the client wants pictures.</param>
    /// <param name="story">Its prompt.</param>
    /// <param name="audience">Who hears of it.</param>
    /// <param name="time">The clock.</param>
    public LiveJob(Guid id, string? client, bool showsPreviews, PromptStory story, ILiveAudience audience, TimeProvider time)
    {
        (_id, _client, _showsPreviews, _story, _audience, _time) = (id, client, showsPreviews, story, audience, time);
        _toldAt = time.GetTimestamp() - time.TimestampFrequency;
    }

    /// <summary>Who handed it in; null for none.</summary>
    public string? Client => _client;

    /// <summary>Who hears of it.</summary>
    public ILiveAudience Audience => _audience;

    /// <summary>Whether something is to be told at the next beat.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded { get; private set; }

    private bool IsOwn => _client is not null;

    private NodeLineage Lineage => _story.Lineage;

    /// <summary>Whether this is the first thing, or the first of a run, that is told of a job.</summary>
    public static bool IsBeginning(StoredNews news) => EventReading.Read(news.Json.Span) is JobQueued or JobBegan;

    /// <summary>Takes what is told of it.</summary>
    public void Take(JobNews news)
    {
        switch (news)
        {
            case StoredNews stored:
                Take(EventReading.Read(stored.Json.Span));
                break;
            case PassingNews passing when _audience.IsThere:
                Take(EventReading.Read(passing.Json.Span));
                break;
            case TextNews text:
                Take(text);
                break;
            case PreviewNews preview when _audience.IsThere && _showsPreviews:
                Show(preview);
                break;
        }
    }

    /// <summary>Takes what has become of it before anybody listened.</summary>
    public void CatchUp(JobRecord record)
    {
        (_hasBegun, _begunAt) = (true, (record.Job.StartedAt ?? record.Job.AcceptedAt).ToUnixTimeMilliseconds());
        foreach (var node in record.Nodes)
        {
            Lineage.Expanded(node.NodeId);
            switch (node.State)
            {
                case "running":
                    _progress.Start(node.NodeId, node.ClassType);
                    break;
                case "finished" or "blocked":
                    _progress.Finish(node.NodeId, node.ClassType);
                    _executed.Add(node.NodeId);
                    break;
                case "failed":
                    _progress.Fail(node.NodeId, node.ClassType);
                    _failure ??= node.Failure;
                    break;
            }

            _known.Add(node.NodeId);
        }

        _isCachedTold = _known.Count > 0;
    }

    /// <summary>Tells what is to be told at a beat.</summary>
    public void TellAtBeat()
    {
        if (IsDirty)
        {
            TellMap(mustArrive: false);
        }
    }

    /// <summary>Tells a socket that came back which node runs; null where none does.</summary>
    public SocketFrame? Executing() => _progress.Running is { } id ? Executing(id) : null;

    private void Take(object? happened)
    {
        switch (happened)
        {
            case JobQueued when IsOwn:
                _audience.TellStatus();
                break;
            case JobBegan began:
                Begin(began.At);
                break;
            case JobFinished finished:
                Finish(finished);
                break;
            case NodeReused reused:
                _reused.Add(reused);
                break;
            case NodeStarted started:
                TellReused();
                Start(started.NodeId, started.ClassType);
                break;
            case NodeFinished finished:
                TellReused();
                if (finished.Shown is not null)
                {
                    TellExecuted(finished.NodeId, finished.Shown);
                }

                Leave(finished.NodeId, finished.ClassType);
                break;
            case NodeBlocked blocked:
                Block(blocked);
                break;
            case NodeFailed failed:
                _failure ??= failed;
                _progress.Fail(failed.NodeId, failed.ClassType);
                MapChanged();
                break;
            case NodeExpanded expanded:
                Lineage.Expanded(expanded.NodeId);
                break;
            case ProgressReported reported:
                Advance(reported);
                break;
            case NodeLogged logged when IsOwn:
                _audience.Offer(new FrameKind(_id, "text", logged.NodeId), SocketFrame.Text(logged.NodeId, logged.Message));
                break;
        }
    }

    private void Begin(DateTimeOffset at)
    {
        _progress.Clear();
        _executed.Clear();
        _known.Clear();
        _reused.Clear();
        _written.Clear();
        (_failure, _isCachedTold, _hasBegun, _begunAt) = (null, false, true, at.ToUnixTimeMilliseconds());
        if (!IsOwn || !_audience.IsThere)
        {
            return;
        }

        _audience.TellStatus();
        _audience.Keep(Frames.OfRun("execution_start", _id, _begunAt));
    }

    private void Start(string id, string classType)
    {
        _known.Add(id);
        _progress.Start(id, classType);
        MapChanged();
        if (IsOwn && _audience.IsThere)
        {
            _audience.Keep(Executing(id));
        }
    }

    private void Leave(string id, string classType)
    {
        _executed.Add(id);
        _written.Remove(id);
        _progress.Finish(id, classType);
        MapChanged();
    }

    // For ComfyUI a node that gets nothing has its turn as any other.
    private void Block(NodeBlocked blocked)
    {
        TellReused();
        var type = _progress.ClassTypeOf(blocked.NodeId) is { Length: > 0 } known ? known : _story.ClassTypeOf(blocked.NodeId);
        if (!_progress.Has(blocked.NodeId))
        {
            Start(blocked.NodeId, type);
        }

        if (blocked.Message is { } message && _audience.IsThere)
        {
            _audience.Keep(Frames.Blocked(_id, blocked.NodeId, type, message, _executed));
        }

        Leave(blocked.NodeId, type);
    }

    private void Advance(ProgressReported reported)
    {
        _progress.Advance(reported.NodeId, reported.Done, reported.Total);
        _audience.Offer(new FrameKind(_id, "progress", reported.NodeId), Frames.Progress(_id, reported));
        IsDirty = true;
    }

    // ComfyUI has one text a node, each in place of the one before: all of it is told each time, of a long one the end, and of several calls the one that wrote last.
    private void Take(TextNews piece)
    {
        if (!IsOwn)
        {
            return;
        }

        if (!_written.TryGetValue(piece.NodeId, out var written) || written.Call != piece.Call)
        {
            _written[piece.NodeId] = written = (piece.Call, new TextSoFar(MostWritten));
        }

        written.Text.Add(piece.Offset, piece.Text);
        if (_audience.IsThere)
        {
            _audience.Offer(new FrameKind(_id, "text", piece.NodeId), SocketFrame.Text(piece.NodeId, (written.Text.Start > 0 ? "…" : "") + written.Text));
        }
    }

    private void Show(PreviewNews preview) => _audience.OfferPreview(
        new FrameKind(_id, "preview", preview.NodeId),
        () => SocketFrame.Preview(preview.Jpeg.Span),
        () => SocketFrame.DescribedPreview(_id, preview.NodeId, Lineage.RootOf(preview.NodeId), Lineage.ParentOf(preview.NodeId), preview.Jpeg.Span));
}
