using System.Net.WebSockets;
using System.Threading.Channels;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Comfy.History;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Comfy.Live;

/// <summary>Tells sockets what becomes of jobs. All that happens comes as signals into one line, and one task works them off: no lock is held over anything, and whoever has news goes on at once.</summary>
internal sealed class ComfyHub : IDisposable
{
    // Beyond this many waiting signals the transient ones are passed over; beyond the next, all sockets are ended, and find out what they missed when they come back.
    private const int MostWithTransient = 5_000;
    private const int MostWaiting = 200_000;

    private readonly Channel<Signal> _signals = Channel.CreateUnbounded<Signal>(new UnboundedChannelOptions { SingleReader = true });
    private readonly JobClients _clients = new();
    private readonly SocketRegister _register = new();
    private readonly JobDesk _desk;
    private readonly CatalogBook _catalogs;
    private readonly ServerOptions _options;
    private readonly LiveRoom _room;
    private readonly IDisposable _listening;
    private readonly ITimer _beat;
    private int _waiting;
    private int _isQueueTold;
    private int _isOverrun;
    private bool _isBeatSet;

    public ComfyHub(JobDesk desk, CatalogBook catalogs, ServerOptions options)
    {
        (_desk, _catalogs, _options) = (desk, catalogs, options);
        _room = new LiveRoom(() => desk.Unfinished, Live);
        _beat = options.Time.CreateTimer(_ => Put(new Signal(SignalKind.Beat)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _listening = desk.Feeds.Listen(Hear);
        desk.QueueChanged += HearQueue;
        _ = Task.Run(WorkAsync);
    }

    /// <summary>Takes note of who hands in a job, before he does.</summary>
    /// <returns>False where there is a job of this id.</returns>
    public bool Expect(Guid job, ComfyTerms terms) => _clients.TryAdd(job, JobClient.Of(terms));

    /// <summary>The job was not taken.</summary>
    public void ExpectNot(Guid job) => _clients.Remove(job);

    /// <summary>A socket comes; its first message says how long the queue is and by which id it is known.</summary>
    public void Enter(ComfySocket socket)
    {
        _register.Add(socket);
        socket.LastStatus = _desk.Unfinished;
        socket.Keep(SocketFrame.Status(socket.LastStatus, socket.ClientId));
        Put(new Signal(SignalKind.Came, Socket: socket));
    }

    /// <summary>A socket is gone.</summary>
    public void Leave(ComfySocket socket)
    {
        _register.Remove(socket);
        Put(new Signal(SignalKind.Gone, Socket: socket));
    }

    /// <summary>Ends all sockets, because the server stops.</summary>
    public void Close() => Put(new Signal(SignalKind.Close));

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        _listening.Dispose();
        _desk.QueueChanged -= HearQueue;
        _beat.Dispose();
        _signals.Writer.TryComplete();
    }

    private void Hear(Job job, IReadOnlyList<JobNews> news)
    {
        var client = _clients.Find(job.Id);
        if (job.State.IsEnd())
        {
            _clients.Remove(job.Id);
        }

        if (_register.Count == 0 || !_register.Has(job.Owner, client?.ClientId))
        {
            return;
        }

        var waiting = Volatile.Read(ref _waiting);
        if (waiting > MostWithTransient && !news.Any(static item => item is StoredNews))
        {
            return;
        }

        if (waiting > MostWaiting)
        {
            Volatile.Write(ref _isOverrun, 1);
            return;
        }

        Put(new Signal(SignalKind.News, job, news, client));
    }

    private void HearQueue()
    {
        if (_register.Count > 0 && Interlocked.Exchange(ref _isQueueTold, 1) == 0)
        {
            Put(new Signal(SignalKind.Queue));
        }
    }

    private void Put(Signal signal)
    {
        Interlocked.Increment(ref _waiting);
        _signals.Writer.TryWrite(signal);
    }

    private async Task WorkAsync()
    {
        await foreach (var signal in _signals.Reader.ReadAllAsync())
        {
            Interlocked.Decrement(ref _waiting);
            try
            {
                Take(signal);
            }
            catch (Exception bug) when (bug is not OutOfMemoryException)
            {
                // Nobody stands above this task: what goes wrong with one job's messages must not end those of all others.
                _options.Report($"ComfyUI's clients could not be told of {signal.Kind}: {bug}");
            }
        }
    }

    private void Take(Signal signal)
    {
        switch (signal.Kind)
        {
            case SignalKind.News:
                _room.Tell(signal.Job!, signal.News!, signal.Client ?? JobClient.Of(_desk.Content(signal.Job!.Id)?.Terms.Comfy));
                break;
            case SignalKind.Came:
                _room.Enter(signal.Socket!, _desk.Running, job => _clients.Find(job) ?? JobClient.Of(_desk.Content(job)?.Terms.Comfy));
                break;
            case SignalKind.Gone:
                _room.Leave(signal.Socket!);
                break;
            case SignalKind.Queue:
                _room.QueueChanged();
                break;
            case SignalKind.Close:
                _room.EndAll(WebSocketCloseStatus.EndpointUnavailable, "The server stops.");
                break;
            case SignalKind.Beat:
                _isBeatSet = false;
                Volatile.Write(ref _isQueueTold, 0);
                _room.Beat();
                break;
        }

        if (Interlocked.Exchange(ref _isOverrun, 0) == 1)
        {
            _room.EndAll(WebSocketCloseStatus.InternalServerError, "The server has more to tell than it can; connect again.");
        }

        if (_room.WantsBeat && !_isBeatSet)
        {
            _isBeatSet = true;
            _beat.Change(LiveJob.Beat, Timeout.InfiniteTimeSpan);
        }
    }

    private LiveJob Live(Job job, JobClient client, ILiveAudience audience, bool isUnderWay)
    {
        var story = new PromptStory(() => _desk.Content(job.Id), _catalogs.Current?.Catalog);
        var live = new LiveJob(job.Id, client.ClientId, client.ShowsPreviews, story, audience, _options.Time);
        if (isUnderWay && _desk.Record(job.Id) is { } record)
        {
            live.CatchUp(record);
        }

        return live;
    }

    private enum SignalKind
    {
        News,
        Came,
        Gone,
        Queue,
        Close,
        Beat,
    }

    private readonly record struct Signal(SignalKind Kind, Job? Job = null, IReadOnlyList<JobNews>? News = null, JobClient? Client = null, ComfySocket? Socket = null);
}
