using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Working;

/// <summary>What is to go to the server. Whoever says something leaves it here and goes on; one thread takes what is there and writes it in one go.
/// What is kept is never dropped: where the server does not read, no call begins until it does (<see cref="RoomAsync"/>), so that no more gathers than what runs has to say.</summary>
internal sealed class Outbox
{
    /// <summary>With more bytes than this waiting no call begins.</summary>
    public const int MostWaiting = 16 << 20;

    private const int MostLogs = 1_000;

    /// <summary>So long events wait for others to go with them; the end of a job takes along what waits.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(2);

    /// <summary>How often transient news go out.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly object _gate = new();
    private readonly Stream _pipe;
    private readonly TimeProvider _time;
    private readonly Action<IOException> _broken;
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<JobPost> _changed = [];
    private readonly List<CallPost> _calls = [];
    private List<byte[]> _letters = [];
    private List<byte[]> _spare = [];
    private TaskCompletionSource? _room;
    private long _waiting;
    private int _logs;
    private long _keptSince;
    private long _newsSince;
    private long _newsTold;
    private bool _isUrgent;
    private bool _isClosed;
    private bool _isMute;

    /// <param name="pipe">Where it goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="broken">Called, on the writer's thread, when nobody reads any more.</param>
    public Outbox(Stream pipe, TimeProvider time, Action<IOException> broken)
    {
        (_pipe, _time, _broken) = (pipe, time, broken);
        _newsTold = time.GetTimestamp() - (long)(Pace.TotalSeconds * time.TimestampFrequency);
        new Thread(WriteAll) { IsBackground = true, Name = "outbox" }.Start();
    }

    /// <summary>The lock under which posts change.</summary>
    public object Gate => _gate;

    /// <summary>Leaves a signal that is not of a job. Log lines are dropped where too many wait.</summary>
    public void Tell(WorkerSignal signal, ReadOnlySpan<byte> bytes = default)
    {
        var frame = Frame.Of(signal, bytes);
        lock (_gate)
        {
            if (_isClosed || (signal is WorkerLogged && ++_logs > MostLogs))
            {
                return;
            }

            _letters.Add(frame);
            Wake(isUrgent: true);
        }
    }

    /// <summary>Waits, without a thread, until there is room for what a call will have to say.</summary>
    public ValueTask RoomAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _waiting) < MostWaiting)
        {
            return ValueTask.CompletedTask;
        }

        lock (_gate)
        {
            return _waiting < MostWaiting || _isMute
                ? ValueTask.CompletedTask
                : new ValueTask((_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellation));
        }
    }

    /// <summary>From now on nothing of any job is told: the worker ends, and its jobs go on in another.</summary>
    public void Mute()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _isMute = true;
            (room, _room) = (_room, null);
        }

        // Who waits for room has nothing more to say.
        room?.TrySetResult();
    }

    /// <summary>Takes nothing more; the task ends when all is written.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            Wake(isUrgent: true);
        }

        return _emptied.Task;
    }

    /// <summary>Notes, under the lock, that a post has something new.</summary>
    /// <param name="post">The post.</param>
    /// <param name="bytes">How much was added that is kept.</param>
    /// <param name="isEnd">Whether it is the job's end.</param>
    public void Note(JobPost post, int bytes, bool isEnd)
    {
        if (!post.IsNoted)
        {
            post.IsNoted = true;
            _changed.Add(post);
        }

        _waiting += bytes;
        var isFirst = false;
        if (bytes > 0 && _keptSince == 0)
        {
            (_keptSince, isFirst) = (_time.GetTimestamp(), true);
        }
        else if (bytes == 0 && !isEnd && _newsSince == 0)
        {
            (_newsSince, isFirst) = (_time.GetTimestamp(), true);
        }

        if (isFirst || isEnd)
        {
            Wake(isEnd);
        }
    }

    /// <summary>Notes, under the lock, that a call has something new.</summary>
    public void Note(CallPost post, bool isEnd)
    {
        if (!post.IsNoted)
        {
            post.IsNoted = true;
            _calls.Add(post);
        }

        // What calls of one step of a batch say comes at one moment, and goes out together.
        var isFirst = _keptSince == 0;
        if (isFirst)
        {
            _keptSince = _time.GetTimestamp();
        }

        if (isFirst || isEnd)
        {
            Wake(isEnd);
        }
    }

    /// <summary>Whether, under the lock, jobs and calls are no longer spoken of.</summary>
    public bool IsMute => _isMute || _isClosed;

    private void Wake(bool isUrgent)
    {
        _isUrgent |= isUrgent;
        Monitor.Pulse(_gate);
    }

    private void WriteAll()
    {
        using var frames = new FrameBuffer();
        var deliveries = new List<JobDelivery>();
        var calls = new List<CallDelivery>();
        try
        {
            while (Gather(deliveries, calls) is { } letters)
            {
                letters.ForEach(letter => frames.Add(letter));
                calls.ForEach(call => call.WriteTo(frames));
                long kept = 0;
                foreach (var delivery in deliveries)
                {
                    delivery.WriteTo(frames);
                    kept += delivery.KeptBytes;
                }

                _pipe.Write(frames.Written);
                frames.Clear();
                Done(letters, kept);
            }

            _emptied.TrySetResult();
        }
        catch (IOException broken)
        {
            _emptied.TrySetResult();
            _broken(broken);
        }
    }

    /// <summary>Waits until it is time to write.</summary>
    /// <returns>The letters; null when all is written and nothing more will come.</returns>
    private List<byte[]>? Gather(List<JobDelivery> deliveries, List<CallDelivery> calls)
    {
        deliveries.Clear();
        calls.Clear();
        lock (_gate)
        {
            while (!_isUrgent && Rest() is var rest && rest != 0)
            {
                Monitor.Wait(_gate, rest);
            }

            if (_isClosed && _letters.Count == 0 && _changed.Count == 0 && _calls.Count == 0)
            {
                return null;
            }

            var withNews = _newsSince != 0 && (_isClosed || _time.GetElapsedTime(_newsTold) >= Pace);
            if (withNews)
            {
                (_newsSince, _newsTold) = (0, _time.GetTimestamp());
            }

            var left = 0;
            for (var i = 0; i < _changed.Count; i++)
            {
                var post = _changed[i];
                deliveries.Add(post.Take(withNews));
                if (post.IsNoted)
                {
                    _changed[left++] = post;
                }
            }

            _changed.RemoveRange(left, _changed.Count - left);
            _calls.ForEach(post => calls.Add(post.Take()));
            _calls.Clear();
            var letters = _letters;
            (_letters, _spare) = (_spare, letters);
            (_isUrgent, _keptSince, _logs) = (_isClosed, 0, 0);
            return letters;
        }
    }

    /// <summary>Milliseconds until something is due; 0 for now, -1 for as long as nobody says anything.</summary>
    private int Rest()
    {
        var rest = TimeSpan.MaxValue;
        if (_keptSince != 0)
        {
            rest = Gathering - _time.GetElapsedTime(_keptSince);
        }

        if (_newsSince != 0 && Pace - _time.GetElapsedTime(_newsTold) is var news && news < rest)
        {
            rest = news;
        }

        return rest == TimeSpan.MaxValue ? Timeout.Infinite : rest <= TimeSpan.Zero ? 0 : (int)Math.Ceiling(rest.TotalMilliseconds);
    }

    private void Done(List<byte[]> letters, long kept)
    {
        letters.Clear();
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            _waiting -= kept;
            if (_waiting < MostWaiting)
            {
                (room, _room) = (_room, null);
            }
        }

        room?.TrySetResult();
    }
}
