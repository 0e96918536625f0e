using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Catalogs;

/// <summary>The catalog as the server knows it: what the worker said last, or, before it says anything, what it said when the server ran before, while none of the plugins' files has changed since.</summary>
public sealed class CatalogBook
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServerOptions _options;
    private readonly CatalogFile _file;
    private readonly TaskCompletionSource<KnownCatalog> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private KnownCatalog? _current;

    /// <summary>A book that is kept in a folder. What is remembered is read at once, beside whatever else the server does to start.</summary>
    public CatalogBook(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _file) = (options, new CatalogFile(options.DataFolder));
        Written = Task.Run(Remember);
    }

    /// <summary>What is known now; null until a worker has said it for the first time.</summary>
    public KnownCatalog? Current => Volatile.Read(ref _current);

    /// <summary>Completes when what was told last is remembered.</summary>
    internal Task Written { get; private set; }

    /// <summary>What is known, as soon as anything is.</summary>
    /// <exception cref="ServerRefusal">No worker has said anything for a while.</exception>
    public async ValueTask<KnownCatalog> WhenKnownAsync(CancellationToken cancellation)
    {
        if (Current is { } known)
        {
            return known;
        }

        try
        {
            await _first.Task.WaitAsync(Patience, _options.Time, cancellation).ConfigureAwait(false);
            return Current!;
        }
        catch (TimeoutException)
        {
            throw new ServerRefusal(RefusalKind.Unavailable, "catalog_unknown", "The worker has not said yet which nodes there are; try again in a moment, or see in the server's log why it does not start.")
            {
                RetryAfter = TimeSpan.FromSeconds(5),
            };
        }
    }

    /// <summary>Takes note of what a worker says, and remembers it for the next start.</summary>
    internal void Take(CatalogMessage told)
    {
        var before = Current;
        var etag = CatalogFile.EtagOf(told);
        var known = before?.Etag == etag ? before with { Message = told } : KnownCatalog.Of(told, etag);
        Volatile.Write(ref _current, known);
        _first.TrySetResult(known);
        if (!ReferenceEquals(before?.Catalog, known.Catalog) || !before!.Message.Sources.SequenceEqual(told.Sources))
        {
            Written = Written.ContinueWith(_ => Write(known), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Remember()
    {
        if (_file.Read() is { } remembered && Interlocked.CompareExchange(ref _current, remembered, null) is null)
        {
            _first.TrySetResult(remembered);
        }
    }

    private void Write(KnownCatalog known)
    {
        try
        {
            _file.Write(known);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _options.Report($"The catalog of nodes could not be written to '{_options.DataFolder}' ({fault.Message.TrimEnd('.')}); the next start waits for the worker to say it.");
        }
    }
}
