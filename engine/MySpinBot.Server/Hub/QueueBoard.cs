using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Queue;

namespace MySpinBot.Server.Hub;

/// <summary>The queue for all who watch it: written at most ten times a second for each owner, however many watch and however fast it changes. Who comes late reads what is there now.</summary>
internal sealed class QueueBoard
{
    // The head of the queue is what people look at; GET /queue has the rest.
    private const int MostWaiting = 100;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly Bell _bell = new();
    private readonly ConcurrentDictionary<string, Sheet> _sheets = new(StringComparer.Ordinal); // as many as there are owners
    private readonly JobDesk _desk;
    private readonly TimeProvider _time;

    public QueueBoard(JobDesk desk, ServerOptions options)
    {
        (_desk, _time) = (desk, options.Time);
        desk.QueueChanged += _bell.Ring;
    }

    /// <summary>The queue as an owner sees it, now and whenever it has changed.</summary>
    public async IAsyncEnumerable<RawJson> WatchAsync(string owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var sheet = _sheets.GetOrAdd(owner, name => new Sheet(name, this));
        for (Page? seen = null; ;)
        {
            var change = _bell.Next;
            var page = sheet.Read();
            if (page != seen)
            {
                yield return new RawJson(page.Json);
            }

            seen = page;
            if (page.Rings == _bell.Rings)
            {
                await change.WaitAsync(cancellation);
            }

            await Task.Delay(Pace, _time, cancellation);
        }
    }

    private sealed record Page(byte[] Json, long Rings, long WrittenAt);

    private sealed class Sheet(string owner, QueueBoard board)
    {
        private readonly Lock _gate = new();
        private Page? _page;

        /// <summary>A page that is not older than the pace.</summary>
        public Page Read()
        {
            lock (_gate)
            {
                return _page is { } page && (page.Rings == board._bell.Rings || board._time.GetElapsedTime(page.WrittenAt) < Pace) ? page : _page = Write();
            }
        }

        private Page Write()
        {
            var rings = board._bell.Rings; // before looking: what changes meanwhile is looked at again
            var queue = QueueSnapshot.Of(board._desk, owner, 0, MostWaiting);
            var json = JsonAnswer.Bytes(queue, static (writer, told) => told.WriteTo(writer));
            return _page is { } before && before.Json.AsSpan().SequenceEqual(json) ? before with { Rings = rings, WrittenAt = board._time.GetTimestamp() } : new Page(json, rings, board._time.GetTimestamp());
        }
    }
}
