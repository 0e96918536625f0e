using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.Mapping;

/// <summary>A file in memory that stays what it is. The kernel holds back everybody who opens the file for writing, or cuts it off, until we have put a copy of it in the place of the mapping: readers notice nothing,
/// and a page that is no more (which would end the process with SIGBUS) is never touched. Why this way: docs/adr/0012-mapped-files-and-leases.md.</summary>
internal sealed class MappedFile : IDisposable
{
    private const int Block = 8 << 20;

    private readonly CheckpointFile _file;
    private readonly Lock _lock = new();
    private nint _address;
    private bool _isCopied;

    private MappedFile(CheckpointFile file, nint address) => (_file, _address) = (file, address);

    /// <summary>The file's first byte.</summary>
    public nint Address => _address;

    public long Length => _file.Length;

    /// <summary>Whether it is a copy by now.</summary>
    public bool IsCopied
    {
        get
        {
            lock (_lock)
            {
                return _isCopied;
            }
        }
    }

    private int Descriptor => (int)_file.Handle.DangerousGetHandle();

    /// <summary>Maps a file; null where that would not be safe: another's file, somebody has it open for writing, a file system without leases, or no room for the copy.</summary>
    public static MappedFile? TryMap(CheckpointFile file)
    {
        if (!Kernel.IsKnown || file.Length == 0 || file.Handle.IsInvalid || !LeaseWatch.TryReserve(file.Length))
        {
            return null;
        }

        var descriptor = (int)file.Handle.DangerousGetHandle();
        if (Kernel.IsLocal(descriptor) && Kernel.Control(descriptor, Kernel.SetSignal, Kernel.SignalUrgent) == 0 && Kernel.Control(descriptor, Kernel.SetLease, Kernel.ReadLock) == 0)
        {
            // From here on nobody changes it; what was done to it before shows in its length.
            var address = RandomAccess.GetLength(file.Handle) == file.Length ? Kernel.Map(0, (nint)file.Length, Kernel.Readable, Kernel.Private, descriptor, 0) : -1;
            if (address != -1)
            {
                var mapped = new MappedFile(file, address);
                LeaseWatch.Add(mapped);
                return mapped;
            }

            Kernel.Control(descriptor, Kernel.SetLease, Kernel.Unlock);
        }

        LeaseWatch.Release(file.Length);
        return null;
    }

    /// <summary>Puts a copy in the mapping's place where somebody waits to change the file.</summary>
    public void GiveWay()
    {
        lock (_lock)
        {
            // While a lease is being broken, it says what it will become.
            if (_address == 0 || _isCopied || Kernel.Control(Descriptor, Kernel.GetLease, 0) == Kernel.ReadLock)
            {
                return;
            }

            Copy();
            Kernel.Control(Descriptor, Kernel.SetLease, Kernel.Unlock);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_address == 0)
            {
                return;
            }

            LeaseWatch.Remove(this);
            Kernel.Unmap(_address, (nint)Length);
            _address = 0;
            if (!_isCopied)
            {
                Kernel.Control(Descriptor, Kernel.SetLease, Kernel.Unlock);
            }
        }
    }

    private unsafe void Copy()
    {
        var copy = Kernel.Map(0, (nint)Length, Kernel.Readable | Kernel.Writable, Kernel.Private | Kernel.Anonymous | Kernel.NoReserve, -1, 0);
        if (copy == -1)
        {
            return; // no address space: the file stays mapped, and whoever waits goes on when the kernel's patience ends
        }

        // By reading, not from the mapping: should the kernel's patience have ended meanwhile, a read comes back short, where a page would end the process.
        for (var at = 0L; at < Length; at += Block)
        {
            var block = new Span<byte>((byte*)copy + at, (int)Math.Min(Block, Length - at));
            if (_file.Peek(at, block) < block.Length)
            {
                break;
            }
        }

        Kernel.Protect(copy, (nint)Length, Kernel.Readable);
        _isCopied = Kernel.Remap(copy, (nint)Length, (nint)Length, Kernel.MayMove | Kernel.Fixed, _address) == _address;
        if (!_isCopied)
        {
            Kernel.Unmap(copy, (nint)Length);
        }
    }
}
