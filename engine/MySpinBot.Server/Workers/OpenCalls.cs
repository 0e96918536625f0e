using System.Collections.Concurrent;
using MySpinBot.Core.Messages.Calling;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Workers;

/// <summary>The calls of capabilities that the worker has not ended yet.</summary>
internal sealed class OpenCalls
{
    private readonly ConcurrentDictionary<long, OpenCall> _open = new();
    private long _last;

    /// <summary>Notes a call, before it is sent.</summary>
    public OpenCall Open(Action<WorkerCommand> send)
    {
        var call = new OpenCall(Interlocked.Increment(ref _last), send, Close);
        _open[call.Number] = call;
        return call;
    }

    /// <summary>Something was told of a call; nothing where nobody waits for it any more.</summary>
    /// <param name="signal">What was told.</param>
    /// <param name="bytes">What it brings.</param>
    public void Tell(WorkerSignal signal, ReadOnlyMemory<byte> bytes)
    {
        if (_open.TryGetValue(signal switch { CallTold told => told.Call, VectorsTold told => told.Call, CallEnded ended => ended.Call, _ => 0 }, out var call))
        {
            call.Tell(new CallNews(signal, bytes));
        }
    }

    /// <summary>The worker is gone, and all calls with it.</summary>
    /// <param name="sentence">What happened to it, to be read after "the worker", without a full stop.</param>
    public void Lose(string sentence)
    {
        foreach (var call in _open.Values)
        {
            call.Tell(new CallNews(new CallEnded(call.Number, new CallFault(CallFaultKind.Worker, $"The worker that did this {sentence}. Another one is being started; try again.")), default));
        }
    }

    private void Close(long number) => _open.TryRemove(number, out _);
}
