using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <content>Contexts: steps, and what they give.</content>
internal static unsafe partial class LlamaNative
{
    [LibraryImport(Library, EntryPoint = "llama_context_default_params")]
    internal static partial LlamaContextParams DefaultContextParams();

    /// <summary>A context over a model, which stays until the context has gone; invalid where there was no memory or the settings do not fit.</summary>
    internal static ContextHandle CreateContext(ModelHandle model, LlamaContextParams parameters)
    {
        var context = NewContext(model, parameters);
        context.Hold(model);
        return context;
    }

    [LibraryImport(Library, EntryPoint = "llama_free")]
    internal static partial void FreeContext(nint context);

    /// <returns>Tokens in its memory: what was asked for, rounded up.</returns>
    [LibraryImport(Library, EntryPoint = "llama_n_ctx")]
    internal static partial uint ContextOf(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_n_batch")]
    internal static partial uint BatchOf(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_n_seq_max")]
    internal static partial uint SequencesOf(ContextHandle context);

    /// <returns>0 computed; 1 no room in the memory, nothing changed; 2 aborted, parts may have been computed; -1 wrong tokens, nothing changed; below, a failure in the middle.</returns>
    [LibraryImport(Library, EntryPoint = "llama_decode")]
    internal static partial int Decode(ContextHandle context, LlamaBatch batch);

    /// <returns>0 computed; below 0 not, and nothing changed.</returns>
    [LibraryImport(Library, EntryPoint = "llama_encode")]
    internal static partial int Encode(ContextHandle context, LlamaBatch batch);

    /// <returns>A row of the last step, by its index in the batch; as many numbers as there are tokens. Null where none was asked for.</returns>
    [LibraryImport(Library, EntryPoint = "llama_get_logits_ith")]
    internal static partial float* Logits(ContextHandle context, int row);

    [LibraryImport(Library, EntryPoint = "llama_get_embeddings_ith")]
    internal static partial float* Embedding(ContextHandle context, int row);

    /// <returns>What was pooled of a sequence; null where nothing is pooled.</returns>
    [LibraryImport(Library, EntryPoint = "llama_get_embeddings_seq")]
    internal static partial float* SequenceEmbedding(ContextHandle context, int sequence);

    [LibraryImport(Library, EntryPoint = "llama_set_n_threads")]
    internal static partial void SetThreads(ContextHandle context, int threads, int batchThreads);

    [LibraryImport(Library, EntryPoint = "llama_set_embeddings")]
    internal static partial void SetEmbeds(ContextHandle context, byte embeds);

    [LibraryImport(Library, EntryPoint = "llama_set_abort_callback")]
    internal static partial void SetAborts(ContextHandle context, delegate* unmanaged[Cdecl]<nint, byte> aborts, nint data);

    [LibraryImport(Library, EntryPoint = "llama_attach_threadpool")]
    internal static partial void AttachThreadpool(ContextHandle context, nint pool, nint batchPool);

    [LibraryImport(Library, EntryPoint = "llama_perf_context")]
    internal static partial LlamaContextTimes Times(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_init_from_model")]
    private static partial ContextHandle NewContext(ModelHandle model, LlamaContextParams parameters);
}
