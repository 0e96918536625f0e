namespace MySpinBot.Language;

/// <summary>How many threads a model may compute with now. The library's threads wait for each other by spinning after each of the hundreds of operations of a step: one that the system takes from its processor holds up all the others,
/// and a step on a busy machine takes ten times as long with two threads as with one. So no more threads compute than there are processors that nobody else uses, and that is asked again while it goes on.</summary>
internal sealed class FreeProcessors
{
    /// <summary>How long use is measured for: the system counts in hundredths of a second.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    // Who has not asked for this long computes nothing.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly IProcessorReading _reading;
    private readonly List<Share> _shares = [];
    private readonly int _cores;
    private ProcessorUse _last;
    private double _others;

    /// <summary>Over what the machine says.</summary>
    public FreeProcessors(IProcessorReading reading)
    {
        _reading = reading;
        _cores = Math.Max(1, reading.Cores);
        _last = reading.Read();
        _others = Math.Min(_cores, reading.Load);
    }

    /// <summary>Of this machine.</summary>
    public static FreeProcessors OfMachine { get; } = new(new LinuxProcessors("/proc", "/sys/devices/system/cpu"));

    /// <summary>The most threads that are ever given: one a core, as two that share a core are no faster here.</summary>
    public int Most => _cores;

    /// <summary>A model that computes now and then.</summary>
    public Share Begin()
    {
        lock (_gate)
        {
            var share = new Share(this);
            _shares.Add(share);
            return share;
        }
    }

    private int Ask(Share asker)
    {
        lock (_gate)
        {
            var now = _reading.Elapsed;
            asker.Asked = now;
            if (now - _last.At >= Interval)
            {
                Measure();
            }

            // What runs beside it in this process has its threads; the rest is whoever asks's.
            var beside = _shares.Where(share => share != asker && now - share.Asked < Idle).Sum(share => share.Threads);
            var free = Math.Clamp((int)(_cores - _others - beside + 0.3), 1, _cores);

            // Fewer at once, more one by one: a machine that was busy a moment ago often is again.
            asker.Threads = free <= asker.Threads || asker.Threads == 0 ? free : now - asker.Raised >= Interval ? asker.Threads + 1 : asker.Threads;
            asker.Raised = asker.Threads == free ? asker.Raised : now;
            return asker.Threads;
        }
    }

    private void Measure()
    {
        var use = _reading.Read();
        var seconds = (use.At - _last.At).TotalSeconds;
        if (seconds <= 0)
        {
            return;
        }

        // What this process used beyond all of the models' threads was used by others in it.
        var own = (use.Own - _last.Own).TotalSeconds / seconds;
        var ours = _shares.Where(share => use.At - share.Asked < Idle).Sum(share => share.Threads);
        var others = Math.Max(0, ((use.All - _last.All).TotalSeconds / seconds) - own) + Math.Max(0, own - ours);
        _others = others > _others ? others : (_others + others) / 2;
        _last = use;
    }

    /// <summary>One model's part.</summary>
    internal sealed class Share(FreeProcessors all) : IDisposable
    {
        internal int Threads { get; set; }

        internal TimeSpan Asked { get; set; } = TimeSpan.MinValue / 2;

        internal TimeSpan Raised { get; set; }

        /// <summary>Threads for the next step; asked before each.</summary>
        public int Next() => all.Ask(this);

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (all._gate)
            {
                all._shares.Remove(this);
            }
        }
    }
}

/// <summary>What a machine says of its processors.</summary>
internal interface IProcessorReading
{
    /// <summary>Cores that this process may use; those that share a core count once.</summary>
    int Cores { get; }

    /// <summary>How many of them were wanted lately: all that is known at first.</summary>
    double Load { get; }

    /// <summary>Time that goes on evenly.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Their use since the machine started.</summary>
    ProcessorUse Read();
}

/// <summary>How long processors have been at work.</summary>
/// <param name="At">When that was read.</param>
/// <param name="All">All processors that this process may use, by whoever.</param>
/// <param name="Own">This process.</param>
internal readonly record struct ProcessorUse(TimeSpan At, TimeSpan All, TimeSpan Own);
