using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Comfy.History;

namespace MySpinBot.Server.Comfy.Live;

// What is told, and in which order.
internal sealed partial class LiveJob
{
    // ComfyUI knows at the start what is cached; here it turns out on the way. What is found before the first node begins is told at once, in ComfyUI's place;
    // what is found later is told in further messages, each before whatever comes next.
    private void TellReused()
    {
        if (_isCachedTold && _reused.Count == 0)
        {
            return;
        }

        var cached = new List<string>();
        foreach (var reused in _reused)
        {
            if (_known.Add(reused.NodeId) && IsOwn && _story.Has(reused.NodeId))
            {
                cached.Add(reused.NodeId);
                _story.AddAncestors(reused.NodeId, cached, id => !_known.Add(id));
            }
        }

        if (IsOwn && _audience.IsThere && (!_isCachedTold || cached.Count > 0))
        {
            _audience.Keep(Frames.Cached(_id, cached, _begunAt));
        }

        _isCachedTold = true;
        foreach (var reused in _reused)
        {
            if (reused.Shown is not null || _story.IsOutput(reused.ClassType))
            {
                TellExecuted(reused.NodeId, reused.Shown);
                _progress.Finish(reused.NodeId, reused.ClassType);
                MapChanged();
            }
        }

        _reused.Clear();
    }

    private void TellExecuted(string id, JsonElement? shown)
    {
        if (IsOwn && _audience.IsThere)
        {
            _audience.Keep(Frames.Executed(_id, id, Lineage.RootOf(id), shown));
        }
    }

    private void Finish(JobFinished finished)
    {
        HasEnded = true;
        if (!_audience.IsThere)
        {
            return;
        }

        // One that was taken out of the queue before it began is only counted.
        var isTold = _hasBegun || finished.State != JobState.Cancelled;
        if (isTold)
        {
            TellReused();
            if (IsDirty && (IsOwn || _isMapTold))
            {
                TellMap(mustArrive: true);
            }

            TellEnd(finished);
        }

        if (IsOwn)
        {
            _audience.TellStatus();
            if (isTold)
            {
                _audience.Keep(Frames.Over(_id));
            }
        }
    }

    private void TellEnd(JobFinished finished)
    {
        var at = finished.At.ToUnixTimeMilliseconds();
        switch (finished.State)
        {
            case JobState.Cancelled:
                var root = Lineage.RootOf(_progress.Running ?? _executed.LastOrDefault() ?? _story.First);
                _audience.Keep(Frames.Interrupted(_id, root, _story.ClassTypeOf(root), _executed, at));
                break;
            case JobState.Succeeded when IsOwn:
                _audience.Keep(Frames.OfRun("execution_success", _id, at));
                break;
            case JobState.Failed when IsOwn:
                var error = _failure is not null ? ExecutionError.Of(_failure, _story) : ExecutionError.Of(finished.Reason, finished.Problems, _story);
                _audience.Keep(Frames.Failed(_id, error, _executed, _known, at));
                break;
        }
    }

    private SocketFrame Executing(string id) => Frames.Executing(_id, id, Lineage.RootOf(id));

    private void MapChanged()
    {
        IsDirty = true;
        if (!IsOwn)
        {
            return;
        }

        if (_progress.Count <= SmallMap)
        {
            TellMap(mustArrive: true);
        }
        else if (_time.GetElapsedTime(_toldAt) >= Beat)
        {
            TellMap(mustArrive: false);
        }
    }

    private void TellMap(bool mustArrive)
    {
        IsDirty = false;
        if (!_audience.IsThere)
        {
            return;
        }

        (_isMapTold, _toldAt) = (true, _time.GetTimestamp());
        var frame = _progress.Frame(_id, Lineage);
        if (mustArrive)
        {
            _audience.Keep(frame);
        }
        else
        {
            _audience.Offer(new FrameKind(_id, "progress_state"), frame);
        }
    }
}
