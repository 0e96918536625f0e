using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <summary>A loaded <c>llama_model</c>. Contexts and adapters over it must have gone before it.</summary>
internal sealed class ModelHandle : SafeHandle
{
    public ModelHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LlamaNative.FreeModel(handle);
        return true;
    }
}

/// <summary>Something over a model, which it holds: the model stays until this has gone.</summary>
internal abstract class OverModelHandle : SafeHandle
{
    private ModelHandle? _model;

    private protected OverModelHandle()
        : base(0, ownsHandle: true)
    {
    }

    public sealed override bool IsInvalid => handle == 0;

    /// <summary>Makes the model stay until this has gone.</summary>
    internal void Hold(ModelHandle model)
    {
        if (!IsInvalid)
        {
            var held = false;
            model.DangerousAddRef(ref held);
            _model = model;
        }
    }

    /// <summary>Frees it; the model is still there.</summary>
    private protected abstract void Free();

    protected sealed override bool ReleaseHandle()
    {
        Free();
        _model?.DangerousRelease();
        return true;
    }
}

/// <summary>A <c>llama_context</c>: a memory for sequences over a model, and the working memory of a step. One thread at a time.</summary>
internal sealed class ContextHandle : OverModelHandle
{
    private ThreadPoolHandle? _threads;

    /// <summary>Computes with threads that it owns from now on.</summary>
    internal void ComputeWith(ThreadPoolHandle threads)
    {
        LlamaNative.AttachThreadpool(this, threads.DangerousGetHandle(), threads.DangerousGetHandle());
        _threads = threads;
    }

    private protected override void Free()
    {
        LlamaNative.FreeContext(handle);
        _threads?.Dispose();
    }
}

/// <summary>A <c>llama_adapter_lora</c>.</summary>
internal sealed class AdapterHandle : OverModelHandle
{
    private protected override void Free() => LlamaNative.FreeAdapter(handle);
}

/// <summary>A <c>llama_sampler</c> that nobody else owns: a chain, or a sampler before it is added to one. Those over a vocabulary need its model to stay.</summary>
internal sealed class SamplerHandle : SafeHandle
{
    public SamplerHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Adds a sampler to this chain, which owns it from then on.</summary>
    internal void Add(SamplerHandle sampler)
    {
        LlamaNative.AddToChain(this, sampler);
        sampler.SetHandleAsInvalid();
    }

    protected override bool ReleaseHandle()
    {
        LlamaNative.FreeSampler(handle);
        return true;
    }
}
