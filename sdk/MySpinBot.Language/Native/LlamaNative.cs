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

    [LibraryImport(Library, EntryPoint = "llama_max_parallel_sequences")]
    internal static partial nuint MaxSequences();

    /// <summary>Text that ends with a zero; null for a null pointer.</summary>
    internal static string? TextOf(byte* text) => Marshal.PtrToStringUTF8((nint)text);
}
