using MySpinBot.Storage;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs.Keeping;

/// <summary>Forgets jobs that are older, or more, than are kept: in the background, a few at a time, and never one that has not ended or is to stay.</summary>
internal sealed class Retention : IAsyncDisposable
{
    private const int AtOnce = 50;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly JobDesk _desk;
    private readonly ServerOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    public Retention(JobDesk desk, ServerOptions options) => (_desk, _options) = (desk, options);

    /// <summary>Begins, where there is anything to forget by.</summary>
    public void Begin()
    {
        if (_options.Retention is not { Age: null, Jobs: null })
        {
            _work = Task.Run(SweepNowAndThenAsync); // the server starts without it
        }
    }

    /// <summary>Forgets all that is to be forgotten now.</summary>
    /// <returns>How many jobs were forgotten.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var forgotten = 0;
        if (_options.Retention.Age is { } age)
        {
            var before = _options.Time.GetUtcNow() - age;
            forgotten += await ForgetAllAsync(reader => reader.Old(before, AtOnce), cancellation);
        }

        if (_options.Retention.Jobs is { } kept)
        {
            for (var owner = _desk.Reader.NextOwner(null); owner is { } one; owner = _desk.Reader.NextOwner(one))
            {
                forgotten += await ForgetAllAsync(reader => reader.Outnumbered(one, kept, AtOnce), cancellation);
            }
        }

        return forgotten;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task<int> ForgetAllAsync(Func<JobReader, IReadOnlyList<Guid>> find, CancellationToken cancellation)
    {
        var forgotten = 0;
        while (find(_desk.Reader) is { Count: > 0 } some)
        {
            var went = (await Task.WhenAll(some.Select(id => _desk.ForgetAsync(id, unlessKept: true)))).Count(gone => gone);
            forgotten += went;
            if (went == 0)
            {
                break; // They are being run again, or stay after all.
            }

            await Task.Delay(Pause, _options.Time, cancellation); // others write, too
        }

        return forgotten;
    }

    private async Task SweepNowAndThenAsync()
    {
        using var timer = new PeriodicTimer(Every, _options.Time);
        try
        {
            do
            {
                await SweepOnceAsync();
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task SweepOnceAsync()
    {
        try
        {
            await SweepAsync(_stop.Token);
        }
        catch (Exception fault) when (fault is StorageFault or ServerRefusal or ObjectDisposedException)
        {
            _options.Report($"Old jobs could not be forgotten: {fault.Message} That is tried again in {Every.TotalMinutes:0} minutes.");
        }
    }
}
