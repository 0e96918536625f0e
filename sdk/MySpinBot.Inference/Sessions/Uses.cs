namespace MySpinBot.Inference;

/// <summary>Counts who uses something native, so that it is freed once and after the last use: closing it while it is used lets those uses end.</summary>
/// <param name="free">Frees it; called once, on the thread that ends the last use.</param>
internal sealed class Uses(Action free)
{
    private int _uses = 1;
    private int _isClosed;

    /// <summary>Whether no new use may begin.</summary>
    internal bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    /// <summary>Begins a use, which <see cref="End"/> ends; false where it is closed.</summary>
    internal bool TryBegin()
    {
        if (IsClosed)
        {
            return false;
        }

        for (var seen = Volatile.Read(ref _uses); seen > 0;)
        {
            var before = Interlocked.CompareExchange(ref _uses, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    internal void End()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            free();
        }
    }

    internal void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            End();
        }
    }
}
