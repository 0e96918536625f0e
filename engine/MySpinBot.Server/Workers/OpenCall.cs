using System.Runtime.InteropServices;
using System.Threading.Channels;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Workers;

/// <summary>A call of a capability, as the one sees it who waits for it. Disposing it before its end ends it in the worker.</summary>
internal sealed class OpenCall(long number, Action<WorkerCommand> send, Action<long> close) : IDisposable
{
    /// <summary>So many bytes may lie here unread.</summary>
    public const int Window = 256 << 10;

    // Bounded by the worker, which tells no more than the window before it hears that some was read. Whoever reads goes on elsewhere: the thread that hears the worker has more to hear.
    private readonly Channel<CallNews> _news = Channel.CreateUnbounded<CallNews>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = false });
    private int _unsaid;
    private bool _ended;

    /// <summary>What the worker calls it.</summary>
    public long Number { get; } = number;

    /// <summary>Takes what was told.</summary>
    public void Tell(CallNews news)
    {
        _news.Writer.TryWrite(news);
        if (news.Signal is CallEnded)
        {
            _news.Writer.TryComplete();
        }
    }

    /// <summary>The next that was told; the last is <see cref="CallEnded"/>.</summary>
    public async ValueTask<CallNews> ReadAsync(CancellationToken cancellation)
    {
        var news = await _news.Reader.ReadAsync(cancellation).ConfigureAwait(false);
        _ended |= news.Signal is CallEnded;
        _unsaid += news.Bytes.Length;
        if (_unsaid > Window / 2 && !_ended)
        {
            send(new ReadOn(Number, _unsaid));
            _unsaid = 0;
        }

        return news;
    }

    public void Dispose()
    {
        close(Number);
        if (!_ended)
        {
            _ended = true;
            send(new CancelCall(Number));
        }
    }
}

/// <summary>Something that was told of a call.</summary>
/// <param name="Signal">What.</param>
/// <param name="Bytes">What it brings.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CallNews(WorkerSignal Signal, ReadOnlyMemory<byte> Bytes);
