using MySpinBot.Server.Jobs.Live;
using MySpinBot.Storage;

namespace MySpinBot.Server.Jobs;

// How what only forgotten jobs have kept is collected.
public sealed partial class JobDesk
{
    private const string SweepSetting = "artifacts_to_sweep";
    private const int RemovedAtOnce = 200;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    private readonly PeriodicTimer _sweeping;
    private readonly SemaphoreSlim _sweepTurn = new(1);
    private bool _isRemoving;
    private volatile bool _isToSweep;

    /// <summary>Removes kept artifacts that no job names any more. While it removes, which is only while nothing runs, no turns are given.</summary>
    /// <returns>Whether it is done; where something runs all the time, it is not.</returns>
    internal async Task<bool> SweepAsync()
    {
        await _sweepTurn.WaitAsync();
        try
        {
            _isToSweep = false;
            var isMore = await Task.Run(_sweep.Look) > 0;
            while (isMore)
            {
                if (!TryHoldTurns())
                {
                    _isToSweep = true;
                    return false;
                }

                try
                {
                    isMore = _sweep.Remove(RemovedAtOnce);
                }
                finally
                {
                    GoOn();
                }
            }

            await _store.SettingAsync(SweepSetting, "0"u8.ToArray());
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StorageFault or ObjectDisposedException)
        {
            _isToSweep = true;
            return false;
        }
        finally
        {
            _sweep.End();
            _sweepTurn.Release();
        }
    }

    private async Task SweepNowAndThenAsync()
    {
        while (await _sweeping.WaitForNextTickAsync())
        {
            if (_isToSweep && !await SweepAsync())
            {
                _options.Report("Artifacts that no job names any more could not be collected yet; that is tried again in an hour.");
            }
        }
    }

    // A server that ends before the next sweep remembers that there is something to do.
    private async Task WantSweepAsync()
    {
        if (!_isToSweep)
        {
            _isToSweep = true;
            await StoringAsync(async () =>
            {
                await _store.SettingAsync(SweepSetting, "1"u8.ToArray());
                return true;
            });
        }
    }

    // Whatever has run is stored and told once every job that there is waits and has nothing to store: one that lost its worker may have, while it waits.
    private bool TryHoldTurns()
    {
        lock (_gate)
        {
            return _isRemoving = _slots == 0 && _live.All(pair => pair.Value is { Phase: LivePhase.Waiting, Steps.IsBusy: false });
        }
    }

    private void GoOn()
    {
        lock (_gate)
        {
            _isRemoving = false;
        }

        GiveTurns();
    }
}
