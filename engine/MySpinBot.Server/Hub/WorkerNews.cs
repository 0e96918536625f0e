using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Health;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Hub;

/// <summary>The worker for all who watch it.</summary>
internal sealed class WorkerNews
{
    // What a reader may be behind before he misses the oldest lines.
    private const int MostLines = 256;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly Bell _bell = new();
    private readonly WorkerWatch _watch;
    private readonly TimeProvider _time;

    public WorkerNews(WorkerWatch watch, ServerOptions options)
    {
        (_watch, _time) = (watch, options.Time);
        watch.Changed += _bell.Ring;
    }

    /// <summary>State and ledger, now and whenever they have changed.</summary>
    public async IAsyncEnumerable<RawJson> WatchLedgerAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var change = _bell.Next;
            yield return new RawJson(JsonAnswer.Bytes(_watch, static (writer, worker) => WorkerJson.Write(writer, worker.State, worker.IsReady, worker.Ledger)));
            await change.WaitAsync(cancellation);
            await Task.Delay(Pace, _time, cancellation);
        }
    }

    /// <summary>What is said outside of jobs, from now on.</summary>
    public async IAsyncEnumerable<RawJson> WatchLogsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var lines = Channel.CreateBounded<WorkerLogged>(new BoundedChannelOptions(MostLines) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        void Take(WorkerLogged line) => lines.Writer.TryWrite(line);

        _watch.Logged += Take;
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(cancellation))
            {
                yield return new RawJson(JsonAnswer.Bytes(line, static (writer, told) =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("level"u8, told.Level);
                    writer.WriteString("message"u8, told.Message);
                    writer.WriteEndObject();
                }));
            }
        }
        finally
        {
            _watch.Logged -= Take;
        }
    }
}
