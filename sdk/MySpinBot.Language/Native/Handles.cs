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

/// <summary>A <c>llama_context</c>: a memory for sequences over a model, and the working memory of a step. One thread at a time. It holds its model.</summary>
internal sealed class ContextHandle : SafeHandle
{
    private ModelHandle? _model;
    private ThreadPoolHandle? _threads;

    public ContextHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Makes the model stay until this has gone.</summary>
    internal ContextHandle Over(ModelHandle model)
    {
        if (!IsInvalid)
        {
            var held = false;
            model.DangerousAddRef(ref held);
            _model = model;
        }

        return this;
    }

    /// <summary>Computes with threads that it owns from now on.</summary>
    internal void ComputeWith(ThreadPoolHandle threads)
    {
        LlamaNative.AttachThreadpool(this, threads.DangerousGetHandle(), threads.DangerousGetHandle());
        _threads = threads;
    }

    protected override bool ReleaseHandle()
    {
        LlamaNative.FreeContext(handle);
        _threads?.Dispose();
        _model?.DangerousRelease();
        return true;
    }
}

/// <summary>A <c>llama_adapter_lora</c>. It holds its model.</summary>
internal sealed class AdapterHandle : SafeHandle
{
    private ModelHandle? _model;

    public AdapterHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Makes the model stay until this has gone.</summary>
    internal AdapterHandle Over(ModelHandle model)
    {
        if (!IsInvalid)
        {
            var held = false;
            model.DangerousAddRef(ref held);
            _model = model;
        }

        return this;
    }

    protected override bool ReleaseHandle()
    {
        LlamaNative.FreeAdapter(handle);
        _model?.DangerousRelease();
        return true;
    }
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
