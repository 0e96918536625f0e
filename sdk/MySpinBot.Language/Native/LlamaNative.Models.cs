using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <content>Models and their adapters.</content>
internal static unsafe partial class LlamaNative
{
    [LibraryImport(Library, EntryPoint = "llama_model_default_params")]
    internal static partial LlamaModelParams DefaultModelParams();

    [LibraryImport(Library, EntryPoint = "llama_model_load_from_file", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ModelHandle LoadModel(string path, LlamaModelParams parameters);

    [LibraryImport(Library, EntryPoint = "llama_model_free")]
    internal static partial void FreeModel(nint model);

    [LibraryImport(Library, EntryPoint = "llama_model_quantize_default_params")]
    internal static partial LlamaQuantizeParams DefaultQuantizeParams();

    /// <returns>0 where it succeeded.</returns>
    [LibraryImport(Library, EntryPoint = "llama_model_quantize", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint Quantize(string input, string output, LlamaQuantizeParams* parameters);

    /// <returns>The vocabulary, which lives as long as the model.</returns>
    [LibraryImport(Library, EntryPoint = "llama_model_get_vocab")]
    internal static partial nint VocabularyOf(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_ctx_train")]
    internal static partial int TrainedContext(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_embd")]
    internal static partial int Width(ModelHandle model);

    /// <returns>Numbers of an embedding that it gives.</returns>
    [LibraryImport(Library, EntryPoint = "llama_model_n_embd_out")]
    internal static partial int OutputWidth(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_layer")]
    internal static partial int Layers(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_head")]
    internal static partial int Heads(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_head_kv")]
    internal static partial int KeyHeads(ModelHandle model);

    /// <returns>Tokens of its sliding window; 0 where it has none.</returns>
    [LibraryImport(Library, EntryPoint = "llama_model_n_swa")]
    internal static partial int Window(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_size")]
    internal static partial ulong BytesOf(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_params")]
    internal static partial ulong Parameters(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_is_recurrent")]
    internal static partial byte IsRecurrent(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_is_hybrid")]
    internal static partial byte IsHybrid(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_desc")]
    internal static partial int Describe(ModelHandle model, byte* text, nuint length);

    [LibraryImport(Library, EntryPoint = "llama_model_chat_template", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* ChatTemplate(ModelHandle model, string? name);

    [LibraryImport(Library, EntryPoint = "llama_adapter_lora_init", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial AdapterHandle LoadAdapter(ModelHandle model, string path);

    [LibraryImport(Library, EntryPoint = "llama_adapter_lora_free")]
    internal static partial void FreeAdapter(nint adapter);

    /// <summary>Applies these adapters, and no others, at these scales.</summary>
    /// <returns>0 where it succeeded.</returns>
    [LibraryImport(Library, EntryPoint = "llama_set_adapters_lora")]
    internal static partial int SetAdapters(ContextHandle context, nint* adapters, nuint count, float* scales);
}
