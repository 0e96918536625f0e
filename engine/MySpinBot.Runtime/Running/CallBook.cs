using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Files;

namespace MySpinBot.Runtime.Running;

/// <summary>The calls that this process is in, as they stand in a mapped file: whoever finds the process dead reads there what it was doing.
/// Noting a call takes no lock and no system call.</summary>
internal sealed unsafe class CallBook : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _accessor;
    private readonly SafeMemoryMappedViewHandle _view;
    private readonly byte* _slots;

    /// <summary>The free slots as a stack: after each the next one, counted from 1.</summary>
    private readonly int[] _next = new int[RunningCalls.Slots];

    /// <summary>Its top, counted from 1, and above it how often it has changed: who was interrupted notices.</summary>
    private long _top = 1;

    private CallBook(string path)
    {
        using (var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            // Written in full before it is mapped: a mapped page that the disk has no room for would end the process.
            // And never cut: somebody may have the old one mapped.
            file.Write(new byte[RunningCalls.FileSize]);
            file.Flush(flushToDisk: true);
        }

        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, RunningCalls.FileSize);
        _accessor = _file.CreateViewAccessor(0, RunningCalls.FileSize);
        _view = _accessor.SafeMemoryMappedViewHandle;
        _view.AcquirePointer(ref _slots);
        for (var slot = 0; slot < _next.Length - 1; slot++)
        {
            _next[slot] = slot + 2;
        }
    }

    /// <summary>Opens a book with nothing in it; null where none is wanted or it cannot be kept, which is reported.</summary>
    public static CallBook? Open(string? path, Action<string> report)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            return new CallBook(path);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            report($"The calls under way cannot be noted, so a step that ends this process will not be known: {DiskFault.Explain(fault, path)}");
            return null;
        }
    }

    /// <summary>Notes a call until the mark is disposed. Where all slots are taken it is not noted.</summary>
    public Mark Enter(Guid job, string nodeId, int call)
    {
        var slot = Pop();
        if (slot < 0)
        {
            return default;
        }

        // A call that was left behind may come back after the book was closed; the file stays mapped until then.
        var isHeld = false;
        _view.DangerousAddRef(ref isHeld);
        RunningCalls.Enter(At(slot), job, nodeId, call);
        return new Mark(this, slot);
    }

    public void Dispose()
    {
        _view.ReleasePointer();
        _accessor.Dispose();
        _file.Dispose();
    }

    private Span<byte> At(int slot) => new(_slots + ((long)slot * RunningCalls.SlotSize), RunningCalls.SlotSize);

    private void Leave(int slot)
    {
        RunningCalls.Leave(At(slot));
        _view.DangerousRelease();
        Push(slot);
    }

    private int Pop()
    {
        while (true)
        {
            var top = Volatile.Read(ref _top);
            var slot = (int)top - 1;
            if (slot < 0 || Interlocked.CompareExchange(ref _top, Changed(top, Volatile.Read(ref _next[slot])), top) == top)
            {
                return slot;
            }
        }
    }

    private void Push(int slot)
    {
        while (true)
        {
            var top = Volatile.Read(ref _top);
            Volatile.Write(ref _next[slot], (int)top);
            if (Interlocked.CompareExchange(ref _top, Changed(top, slot + 1), top) == top)
            {
                return;
            }
        }
    }

    private static long Changed(long top, int first) => (((top >> 32) + 1) << 32) | (uint)first;

    /// <summary>A call in the book.</summary>
    internal readonly struct Mark(CallBook? book, int slot) : IDisposable
    {
        public void Dispose() => book?.Leave(slot);
    }
}
