using System.Runtime.InteropServices;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Working;

/// <summary>What is to be told of one call of a capability. Pieces that come while the pipe is busy go out together.</summary>
internal sealed class CallPost(Outbox outbox, long call)
{
    private EventLines _lines;
    private CallEnded? _end;

    /// <summary>Whether the outbox knows that there is something to tell; its own.</summary>
    public bool IsNoted { get; set; }

    /// <summary>Takes a piece.</summary>
    /// <param name="line">It, as one line of JSON.</param>
    public void Add(ReadOnlySpan<byte> line)
    {
        lock (outbox.Gate)
        {
            if (!outbox.IsMute)
            {
                _lines = _lines.With(line);
                outbox.Note(this, isEnd: false);
            }
        }
    }

    /// <summary>Says that the call is over. Nothing is said of it after that.</summary>
    public void End(CallEnded end)
    {
        lock (outbox.Gate)
        {
            if (!outbox.IsMute)
            {
                _end = end;
                outbox.Note(this, isEnd: true);
            }
        }
    }

    /// <summary>Gives, under the outbox's lock, what there is.</summary>
    public CallDelivery Take()
    {
        var delivery = new CallDelivery(call, _lines, _end);
        (_lines, _end, IsNoted) = (default, null, false);
        return delivery;
    }
}

/// <summary>What there is to tell of a call at one moment.</summary>
/// <param name="Call">The call.</param>
/// <param name="Lines">Pieces, one a line.</param>
/// <param name="End">How it ended; null where it goes on.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CallDelivery(long Call, EventLines Lines, CallEnded? End)
{
    /// <summary>Writes it, and gives its memory back.</summary>
    public void WriteTo(FrameBuffer frames)
    {
        if (Lines.Length > 0)
        {
            frames.Add(new CallTold(Call), Lines.Written);
            Lines.Release();
        }

        if (End is not null)
        {
            frames.Add(End, default(ReadOnlySpan<byte>));
        }
    }
}
