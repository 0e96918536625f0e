using System.Net.WebSockets;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Comfy.Live;

/// <summary>Makes what sockets hear of a job.</summary>
/// <param name="job">The job.</param>
/// <param name="client">Who handed it in.</param>
/// <param name="audience">Who hears of it.</param>
/// <param name="isUnderWay">Whether things have happened that nobody listened to.</param>
internal delegate LiveJob LiveJobMaker(Job job, JobClient client, ILiveAudience audience, bool isUnderWay);

/// <summary>The sockets that are there and the jobs that they hear of. For one thread.</summary>
/// <param name="remaining">How many jobs run or wait.</param>
/// <param name="make">Makes what sockets hear of a job.</param>
internal sealed class LiveRoom(Func<int> remaining, LiveJobMaker make)
{
    private readonly Dictionary<(string Owner, string ClientId), ComfySocket> _sockets = [];
    private readonly Dictionary<Guid, LiveJob> _jobs = [];
    private readonly HashSet<LiveJob> _dirty = [];
    private bool _isQueueChanged;

    /// <summary>Whether something is to be told soon, though nothing more may happen.</summary>
    public bool WantsBeat => _isQueueChanged || _dirty.Count > 0;

    /// <summary>A socket comes. One of the same client goes for it; of jobs that run it learns which node they are at.</summary>
    public void Enter(ComfySocket socket, IEnumerable<Job> running, Func<Guid, JobClient> clientOf)
    {
        if (_sockets.TryGetValue((socket.Owner, socket.ClientId), out var before) && before != socket)
        {
            before.Close(WebSocketCloseStatus.NormalClosure, "The client has connected again.");
        }

        _sockets[(socket.Owner, socket.ClientId)] = socket;
        foreach (var job in running)
        {
            if (job.Owner == socket.Owner && clientOf(job.Id) is { } client && client.ClientId == socket.ClientId && Find(job, client, []).Executing() is { } frame)
            {
                socket.Keep(frame);
            }
        }
    }

    /// <summary>A socket is gone; what only it heard of is forgotten, and gathered again if it comes back.</summary>
    public void Leave(ComfySocket socket)
    {
        if (!_sockets.TryGetValue((socket.Owner, socket.ClientId), out var there) || there != socket)
        {
            return;
        }

        _sockets.Remove((socket.Owner, socket.ClientId));
        foreach (var (id, live) in _jobs.Where(job => !job.Value.Audience.IsThere).ToList())
        {
            _jobs.Remove(id);
            _dirty.Remove(live);
        }
    }

    /// <summary>Something happened in a job.</summary>
    public void Tell(Job job, IReadOnlyList<JobNews> news, JobClient client)
    {
        // Thousands may wait: nothing is kept of a job before it begins.
        if (job.State == JobState.Queued && !_jobs.ContainsKey(job.Id))
        {
            new Audience(this, job.Owner, client.ClientId).TellStatus();
            return;
        }

        var live = Find(job, client, news);
        foreach (var item in news)
        {
            live.Take(item);
        }

        if (live.HasEnded)
        {
            _jobs.Remove(job.Id);
            _dirty.Remove(live);
        }
        else if (live.IsDirty)
        {
            _dirty.Add(live);
        }
    }

    /// <summary>The queue has another length, perhaps.</summary>
    public void QueueChanged() => _isQueueChanged = true;

    /// <summary>Tells what has gathered.</summary>
    public void Beat()
    {
        foreach (var live in _dirty)
        {
            live.TellAtBeat();
        }

        _dirty.Clear();
        if (!_isQueueChanged)
        {
            return;
        }

        _isQueueChanged = false;
        var count = remaining();
        SocketFrame? frame = null;
        foreach (var socket in _sockets.Values)
        {
            if (socket.LastStatus != count)
            {
                socket.LastStatus = count;
                socket.Offer(new FrameKind(Guid.Empty, "status"), frame ??= SocketFrame.Status(count));
            }
        }
    }

    /// <summary>Ends all sockets.</summary>
    public void EndAll(WebSocketCloseStatus status, string reason)
    {
        foreach (var socket in _sockets.Values)
        {
            socket.Close(status, reason);
        }

        _jobs.Clear();
        _dirty.Clear();
    }

    private LiveJob Find(Job job, JobClient client, IReadOnlyList<JobNews> news)
    {
        if (!_jobs.TryGetValue(job.Id, out var live))
        {
            live = make(job, client, new Audience(this, job.Owner, client.ClientId), IsUnderWay(news));
            _jobs[job.Id] = live;
        }

        return live;
    }

    // A job that is heard of from its beginning needs no looking back.
    private static bool IsUnderWay(IReadOnlyList<JobNews> news) => news.Count == 0 || news[0] is not StoredNews first || !LiveJob.IsBeginning(first);

    private sealed class Audience(LiveRoom room, string owner, string? clientId) : ILiveAudience
    {
        public bool IsThere => clientId is null ? All().Any() : One() is not null;

        public void Keep(SocketFrame frame)
        {
            if (clientId is not null)
            {
                One()?.Keep(frame);
                return;
            }

            foreach (var socket in All())
            {
                socket.Keep(frame);
            }
        }

        public void Offer(FrameKind kind, SocketFrame frame)
        {
            if (clientId is not null)
            {
                One()?.Offer(kind, frame);
                return;
            }

            foreach (var socket in All())
            {
                socket.Offer(kind, frame);
            }
        }

        public void OfferPreview(FrameKind kind, Func<SocketFrame> plain, Func<SocketFrame> described)
        {
            SocketFrame? plainFrame = null, describedFrame = null;
            foreach (var socket in clientId is null ? All() : One() is { } one ? [one] : [])
            {
                socket.Offer(kind, socket.TakesDescribedPreviews ? describedFrame ??= described() : plainFrame ??= plain());
            }
        }

        public void TellStatus()
        {
            if (One() is { } socket)
            {
                socket.LastStatus = room.Remaining();
                socket.Keep(SocketFrame.Status(socket.LastStatus));
            }
        }

        private ComfySocket? One() => clientId is null ? null : room._sockets.GetValueOrDefault((owner, clientId));

        private IEnumerable<ComfySocket> All() => room._sockets.Values.Where(socket => socket.Owner == owner);
    }

    private int Remaining() => remaining();
}
