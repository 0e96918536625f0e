using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <summary>The functions of libllama that are used, as they are. <see cref="LlamaLibrary.EnsureLoaded"/> comes before any of them. What can abort the process (too many tokens
/// for a batch, a token or sequence that is not there) is checked by whoever calls.</summary>
internal static unsafe partial class LlamaNative
{
    internal const string Library = "llama";

    [LibraryImport(Library, EntryPoint = "llama_backend_init")]
    internal static partial void InitBackend();

    [LibraryImport(Library, EntryPoint = "llama_log_set")]
    internal static partial void SetLog(delegate* unmanaged[Cdecl]<int, byte*, nint, void> log, nint data);

    [LibraryImport(Library, EntryPoint = "llama_version")]
    internal static partial byte* Version();

    [LibraryImport(Library, EntryPoint = "llama_print_system_info")]
    internal static partial byte* SystemInfo();

    [LibraryImport(Library, EntryPoint = "llama_max_parallel_sequences")]
    internal static partial nuint MaxSequences();

    [LibraryImport(Library, EntryPoint = "llama_max_devices")]
    internal static partial nuint MaxDevices();

    [LibraryImport(Library, EntryPoint = "llama_supports_mmap")]
    internal static partial byte SupportsMap();

    [LibraryImport(Library, EntryPoint = "llama_supports_gpu_offload")]
    internal static partial byte SupportsDevices();

    [LibraryImport(Library, EntryPoint = "llama_chat_apply_template")]
    internal static partial int ApplyTemplate(byte* template, LlamaChatMessage* messages, nuint count, byte addsGenerationPrompt, byte* text, int length);

    [LibraryImport(Library, EntryPoint = "llama_chat_builtin_templates")]
    internal static partial int BuiltinTemplates(byte** names, nuint length);

    /// <summary>Text that ends with a zero; null for a null pointer.</summary>
    internal static string? TextOf(byte* text) => Marshal.PtrToStringUTF8((nint)text);
}
