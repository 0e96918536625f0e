using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Comfy.Live;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Jobs.Telling;
using MySpinBot.Storage;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Tracing;

/// <summary>Sends each job's trace when it has ended: the spans are made of its kept events, and of the times at which these were heard. What was heard by a server that is gone is put in order by how long it took.</summary>
internal sealed class JobTraces : IAsyncDisposable
{
    private const int MostSpans = 5_000;
    private const int MostTimes = 20_000;
    private const int MostWaiting = 10_000;
    private const int Page = 1_000;
    private const int Lately = 64;

    private readonly ServerOptions _options;
    private readonly JobReader _reader;
    private readonly TraceSender _sender;
    private readonly ConcurrentDictionary<Guid, Heard> _heard = new();

    // Those that ended last: whoever hears of an end behind this one asks for its trace, too.
    private readonly (Guid Job, string? Trace)[] _lately = new (Guid, string?)[Lately];
    private readonly Lock _gate = new();
    private int _next;
    private readonly Channel<(Job Job, Heard? Heard)> _ended = Channel.CreateBounded<(Job, Heard?)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly IDisposable _listening;
    private readonly Task _sending;

    /// <summary>Listens from now on.</summary>
    public JobTraces(ServerOptions options, JobFeeds feeds, JobReader reader)
    {
        (_options, _reader, _sender) = (options, reader, new TraceSender(options));
        _listening = feeds.Listen(Hear);
        _sending = Task.Run(SendAsync);
    }

    /// <summary>The trace of a job that was handed in while this server ran; null for others.</summary>
    public string? TraceOf(Guid job)
    {
        if (_heard.TryGetValue(job, out var heard))
        {
            return heard.Trace;
        }

        lock (_gate)
        {
            return Array.Find(_lately, each => each.Job == job).Trace;
        }
    }

    /// <summary>Sends what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        _ended.Writer.TryComplete();
        await _sending;
        _sender.Dispose();
    }

    private void Hear(Job job, IReadOnlyList<JobNews> news)
    {
        for (var i = 0; i < news.Count; i++)
        {
            if (news[i] is StoredNews stored)
            {
                Hear(job, stored);
            }
        }
    }

    private void Hear(Job job, StoredNews stored)
    {
        var kind = EventKinds.Of(stored.Json.Span);
        if (kind == EventKind.JobFinished)
        {
            _heard.TryRemove(job.Id, out var heard);
            lock (_gate)
            {
                _lately[_next] = (job.Id, heard?.Trace);
                _next = (_next + 1) % Lately;
            }

            _ended.Writer.TryWrite((job, heard));
        }
        else
        {
            var heard = _heard.GetOrAdd(job.Id, static _ => new Heard());
            if (stored.Number == 1 && kind == EventKind.JobQueued)
            {
                heard.Trace = JobTraceContext.In(EventReading.Read(stored.Json.Span) as JobQueued, job.Id).TraceId.ToHexString();
            }

            heard.Note(stored.Number, _options.Time.GetUtcNow());
        }
    }

    private async Task SendAsync()
    {
        await foreach (var (job, heard) in _ended.Reader.ReadAllAsync())
        {
            try
            {
                Send(job, heard);
            }
            catch (Exception fault) when (fault is StorageFault or ObjectDisposedException)
            {
                // A trace is no result: what cannot be read any more is not sent.
            }
        }
    }

    private void Send(Job job, Heard? heard)
    {
        var (spans, trace, after) = (new JobSpans(job, MostSpans), default(ActivityContext), 0L);
        while (true)
        {
            var events = _reader.Events(job.Id, after, Page);
            foreach (var stored in events)
            {
                var told = EventReading.Read(stored.Json.Span);
                if (told is JobQueued queued && (trace == default || queued.Trace is not null))
                {
                    trace = JobTraceContext.In(queued, job.Id);
                }

                spans.Take(told, heard?.At(stored.Number));
                after = stored.Number;
            }

            if (events.Length < Page)
            {
                break;
            }
        }

        _sender.Send(spans.Spans, trace);
    }

    /// <summary>When events of a job were heard.</summary>
    private sealed class Heard
    {
        private readonly Lock _gate = new();
        private readonly List<(long Number, long Ticks)> _times = [];

        public string? Trace { get; set; }

        public void Note(long number, DateTimeOffset at)
        {
            lock (_gate)
            {
                if (_times.Count < MostTimes)
                {
                    _times.Add((number, at.UtcTicks));
                }
            }
        }

        public DateTimeOffset? At(long number)
        {
            lock (_gate)
            {
                var place = _times.BinarySearch((number, 0), ByNumber.Instance);
                return place < 0 ? null : new DateTimeOffset(_times[place].Ticks, TimeSpan.Zero);
            }
        }
    }

    private sealed class ByNumber : IComparer<(long Number, long Ticks)>
    {
        public static ByNumber Instance { get; } = new();

        public int Compare((long Number, long Ticks) x, (long Number, long Ticks) y) => x.Number.CompareTo(y.Number);
    }
}
