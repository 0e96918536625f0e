namespace MySpinBot.Server.Uploading;

/// <summary>An upload that comes in several requests, as it is now.</summary>
internal sealed class LiveUpload(UploadNote note, long offset, DateTimeOffset touched) : IDisposable
{
    private int _isTaken;

    /// <summary>What is known of it. Changed only by who has taken it.</summary>
    public UploadNote Note { get; set; } = note;

    /// <summary>How many bytes have come. Changed only by who has taken it.</summary>
    public long Offset
    {
        get => Volatile.Read(ref offset);
        set => Volatile.Write(ref offset, value);
    }

    /// <summary>When something of it came last.</summary>
    public DateTimeOffset Touched { get; set; } = touched;

    /// <summary>The digest of what has come, as far as that came while this server ran.</summary>
    public RunningDigest Digest { get; set; } = new();

    /// <summary>Whether its file is in its place.</summary>
    public bool IsComplete => Note.Kept is not null;

    /// <summary>Takes it for one who writes to it. Nobody waits: whoever comes second asks again, and hears then how far the first came.</summary>
    /// <exception cref="ServerRefusal">Somebody has it.</exception>
    public IDisposable Take()
        => TryTake() ?? throw new ServerRefusal(RefusalKind.Locked, "upload_busy", "Another request is sending bytes of this upload, or ending it; ask for its offset in a moment and go on from there.") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>Takes it; null where somebody has it.</summary>
    public IDisposable? TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0 ? new Hold(this) : null;

    /// <inheritdoc/>
    public void Dispose() => Digest.Dispose();

    private sealed class Hold(LiveUpload upload) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref upload._isTaken, 0);
    }
}
