using System.Diagnostics;
using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.Mapping;

/// <summary>A file in memory that stays what it is. The kernel holds back everybody who opens the file for writing, or cuts it off, until we have put a copy of it in the place of the mapping: readers notice nothing,
/// and a page that is no more (which would end the process with SIGBUS) is never touched. Why this way: docs/adr/0012-mapped-files-and-leases.md.</summary>
internal sealed class MappedFile : IDisposable
{
    // A multiple of all page sizes.
    private const int Block = 8 << 20;

    private readonly CheckpointFile _file;
    private readonly Lock _lock = new();
    private nint _address;
    private bool _isCopied;
    private volatile bool _isClosed;
    private bool _isGivingWay;

    private MappedFile(CheckpointFile file, nint address) => (_file, _address) = (file, address);

    /// <summary>The file's first byte.</summary>
    public nint Address => _address;

    public long Length => _file.Length;

    /// <summary>False where the file was changed before all of it was copied: what was not, reads as zeros.</summary>
    public bool IsIntact { get; private set; } = true;

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

    /// <summary>Whether somebody waits to change the file, and nobody has been set to make room for them yet. True once.</summary>
    public bool MustGiveWay()
    {
        // While a lease is being broken, it says what it will become.
        return !_isClosed && Kernel.Control(Descriptor, Kernel.GetLease, 0) != Kernel.ReadLock && !Interlocked.Exchange(ref _isGivingWay, true);
    }

    /// <summary>Puts a copy in the mapping's place, and lets those who wait go on.</summary>
    public void GiveWay()
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                if (!_isCopied)
                {
                    Replace(LeaseWatch.Patience);
                }

                Kernel.Control(Descriptor, Kernel.SetLease, Kernel.Unlock);
            }
        }
    }

    /// <summary>Puts a copy in the mapping's place, block by block.</summary>
    /// <param name="patience">When the kernel will let others in whether we are done or not. What has not been copied shortly before becomes zeros, so that at least nobody touches a page that is no more.</param>
    public void Replace(TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        for (var at = 0L; at < Length && !_isClosed; at += Block)
        {
            var length = (nint)Math.Min(Block, Length - at);
            if (Stopwatch.GetElapsedTime(started) >= patience || !TryCopy(at, length))
            {
                IsIntact = false;
                Kernel.Map(_address + (nint)at, (nint)(Length - at), Kernel.Readable, Kernel.Private | Kernel.Anonymous | Kernel.Fix | Kernel.NoReserve, -1, 0);
                break;
            }
        }

        _isCopied = true;
    }

    public void Dispose()
    {
        _isClosed = true;
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

    // By reading, not from the mapping: should the kernel's patience have ended all the same, a read comes back short, where a page would end the process.
    private unsafe bool TryCopy(long at, nint length)
    {
        var copy = Kernel.Map(0, length, Kernel.Readable | Kernel.Writable, Kernel.Private | Kernel.Anonymous | Kernel.NoReserve, -1, 0);
        if (copy == -1)
        {
            return false;
        }

        if (Peek(at, new Span<byte>((void*)copy, (int)length)) && Kernel.Protect(copy, length, Kernel.Readable) == 0
            && Kernel.Remap(copy, length, length, Kernel.MayMove | Kernel.Fixed, _address + (nint)at) == _address + (nint)at)
        {
            return true;
        }

        Kernel.Unmap(copy, length);
        return false;
    }

    private bool Peek(long at, Span<byte> block)
    {
        try
        {
            return _file.Peek(at, block) == block.Length;
        }
        catch (CheckpointException)
        {
            return false; // the disk does not give it
        }
    }
}
