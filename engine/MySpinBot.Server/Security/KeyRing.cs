namespace MySpinBot.Server.Security;

/// <summary>The keys of a file, as the file is now: a key that is added or taken away counts within a second, without a restart.
/// While the file cannot be read, the keys that were read last count.</summary>
internal sealed class KeyRing
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly string? _path;
    private readonly TimeProvider _time;
    private readonly Action<string> _report;
    private readonly Lock _gate = new();
    private volatile ApiKeys _keys = ApiKeys.None;
    private (DateTime Written, long Length) _read;
    private long _looked;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ServerRefusal">It is there, and is no file of keys.</exception>
    public KeyRing(string? path, TimeProvider time, Action<string> report)
    {
        (_path, _time, _report) = (path, time, report);
        _looked = time.GetTimestamp();
        try
        {
            Refresh();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "bad_keys", $"The keys in '{path}' cannot be used: {fault.Message}");
        }
    }

    /// <summary>The keys as they are now.</summary>
    public ApiKeys Keys
    {
        get
        {
            if (_path is not null && _time.GetElapsedTime(Volatile.Read(ref _looked)) >= Pace)
            {
                Look();
            }

            return _keys;
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            _looked = _time.GetTimestamp();
            try
            {
                Refresh();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
            {
                _report($"The keys in '{_path}' cannot be read, so those of before count: {fault.Message}");
            }
        }
    }

    private void Refresh()
    {
        var file = _path is null ? null : new FileInfo(_path);
        var state = file is { Exists: true } ? (file.LastWriteTimeUtc, file.Length) : default;
        if (state != _read)
        {
            _read = state;
            _keys = state == default ? ApiKeys.None : ApiKeys.Read(File.ReadAllText(_path!));
        }
    }
}
