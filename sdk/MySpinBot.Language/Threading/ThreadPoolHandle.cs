using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <summary>Threads of the library that stay: without them it starts and ends all of its threads with each step. They sleep between steps instead of spinning, so that what else the machine does has its processors.</summary>
internal sealed unsafe class ThreadPoolHandle : SafeHandle
{
    private readonly delegate* unmanaged[Cdecl]<nint, void> _free;

    private ThreadPoolHandle(nint pool, nint free)
        : base(0, ownsHandle: true)
    {
        SetHandle(pool);
        _free = (delegate* unmanaged[Cdecl]<nint, void>)free;
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Threads, the caller's own among them; null for one, and where the library has no such pools.</summary>
    public static ThreadPoolHandle? Of(int threads)
    {
        var processor = GgmlNative.Backend("CPU");
        if (threads < 2 || processor == 0 || GgmlNative.FunctionOf(processor, "ggml_threadpool_new") is var create && create == 0 || GgmlNative.FunctionOf(processor, "ggml_threadpool_free") is var free && free == 0)
        {
            return null;
        }

        GgmlThreadpoolParams parameters;
        GgmlNative.InitThreadpoolParams(&parameters, threads);
        parameters.Polls = 0;
        var pool = ((delegate* unmanaged[Cdecl]<GgmlThreadpoolParams*, nint>)create)(&parameters);
        return pool == 0 ? null : new ThreadPoolHandle(pool, free);
    }

    protected override bool ReleaseHandle()
    {
        _free(handle);
        return true;
    }
}
