using MySpinBot.Core.Messages.Previewing;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Previews;

/// <summary>The processes that look into files: started when they are wanted, ended when they hang, when they are not wanted for a while, and with the server. Each works on one file at a time, so that a file
/// that ends its process ends nothing else. Safe from any thread.</summary>
internal sealed class Previewers : IDisposable
{
    private readonly WorkerLaunch? _launch;
    private readonly PreviewOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string> _report;
    private readonly SemaphoreSlim _turns;
    private readonly ITimer _tidying;
    private readonly Lock _gate = new();
    private readonly Stack<(PreviewerLife Life, long Since)> _idle = [];
    private readonly HashSet<PreviewerLife> _all = [];
    private readonly BackOff _backOff = new();
    private int _waiting;
    private long _notBefore;
    private bool _isOver;

    /// <summary>None yet.</summary>
    public Previewers(ServerOptions options)
    {
        (_launch, _options, _time, _report) = (options.Previewer, options.Previews, options.Time, options.Report);
        _turns = new SemaphoreSlim(_options.AtOnce);
        _tidying = _time.CreateTimer(_ => EndIdle(), null, _options.IdleTime / 2, _options.IdleTime / 2);
    }

    /// <summary>Whether there can be any.</summary>
    public bool AreThere => _launch is not null;

    /// <summary>The processes that live.</summary>
    internal IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_gate)
            {
                return [.. _all.Select(life => life.ProcessId)];
            }
        }
    }

    /// <summary>Has something made.</summary>
    /// <exception cref="NoPreview">It cannot be made of this file.</exception>
    /// <exception cref="ServerRefusal">Not now.</exception>
    public async Task<byte[]> AskAsync(PreviewerCommand command)
    {
        if (_launch is null)
        {
            throw new ServerRefusal(RefusalKind.Unavailable, "no_previewer", "This server was started without a process that makes previews; ask for the file itself.");
        }

        if (Interlocked.Increment(ref _waiting) > _options.Waiting + _options.AtOnce)
        {
            Interlocked.Decrement(ref _waiting);
            throw new ServerRefusal(RefusalKind.TooMany, "too_many_previews", $"{_options.Waiting} previews wait to be made already; try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(2) };
        }

        try
        {
            await _turns.WaitAsync();
            try
            {
                return await InTurnAsync(command);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tidying.Dispose();
        List<PreviewerLife> left;
        lock (_gate)
        {
            _isOver = true;
            left = [.. _all];
            _all.Clear();
            _idle.Clear();
        }

        left.ForEach(life => life.End());
    }

    private async Task<byte[]> InTurnAsync(PreviewerCommand command)
    {
        var life = await TakeAsync();
        using var limit = new CancellationTokenSource(_options.TimeLimit, _time);
        try
        {
            var (signal, bytes) = await life.AskAsync(command, limit.Token);
            GiveBack(life);
            return signal is PreviewMade ? bytes : throw new NoPreview(((PreviewRefused)signal).Sentence);
        }
        catch (OperationCanceledException)
        {
            Lose(life);
            throw new NoPreview($"Looking into the file took longer than {_options.TimeLimit.TotalSeconds:0.#} seconds and was ended.");
        }
        catch (PreviewerGone gone)
        {
            Lose(life);
            _report($"The process that makes previews {gone.Message}. It was looking into '{(command as MakePreview)?.Path ?? (command as PutMask)?.Path}'.");
            throw new NoPreview("Looking into the file ended the process that does such; it may be damaged or forged, or take more memory than previews are given.");
        }
    }

    private async Task<PreviewerLife> TakeAsync()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out var idle))
            {
                return idle.Life;
            }

            if (_notBefore - _time.GetTimestamp() is > 0 and var left)
            {
                var wait = TimeSpan.FromSeconds((double)left / _time.TimestampFrequency);
                throw new ServerRefusal(RefusalKind.Unavailable, "previewer_lost", "The process that makes previews was lost several times; it is started again in a while.") { RetryAfter = wait };
            }
        }

        PreviewerLife life;
        try
        {
            life = await PreviewerLife.StartAsync(_launch!, _options, _time, line => _report($"previewer: {line}"));
        }
        catch (PreviewerGone gone)
        {
            _report($"The process that makes previews {gone.Message}.");
            Wait(wasOfUse: false, TimeSpan.Zero);
            throw new ServerRefusal(RefusalKind.Unavailable, "previewer_lost", $"The process that makes previews {gone.Message}.");
        }

        lock (_gate)
        {
            if (!_isOver)
            {
                _all.Add(life);
                return life;
            }
        }

        life.End();
        throw new ServerRefusal(RefusalKind.Unavailable, "stopping", "The server is stopping.");
    }

    private void GiveBack(PreviewerLife life)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _idle.Push((life, _time.GetTimestamp()));
            }
        }
    }

    private void Lose(PreviewerLife life)
    {
        lock (_gate)
        {
            _all.Remove(life);
        }

        life.End();
        Wait(life.HasAnswered, life.Lived);
    }

    private void Wait(bool wasOfUse, TimeSpan lived)
    {
        lock (_gate)
        {
            _notBefore = _time.GetTimestamp() + (long)(_backOff.After(wasOfUse, lived).TotalSeconds * _time.TimestampFrequency);
        }
    }

    private void EndIdle()
    {
        List<PreviewerLife> old = [];
        lock (_gate)
        {
            var young = _idle.Where(idle => _time.GetElapsedTime(idle.Since) < _options.IdleTime).Reverse().ToList();
            old.AddRange(_idle.Select(idle => idle.Life).Except(young.Select(idle => idle.Life)));
            _idle.Clear();
            young.ForEach(_idle.Push);
            old.ForEach(life => _all.Remove(life));
        }

        old.ForEach(life => life.End());
    }
}

/// <summary>Of this file there is nothing to look at.</summary>
/// <param name="sentence">Why.</param>
internal sealed class NoPreview(string sentence) : Exception(sentence);
