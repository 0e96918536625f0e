using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <content>Memories (KV caches, recurrent states) of contexts, and saving them. Positions from <c>from</c> to before <c>to</c>; -1 for the first and for the end.</content>
internal static unsafe partial class LlamaNative
{
    /// <returns>The memory, which lives as long as the context; null for models without one.</returns>
    [LibraryImport(Library, EntryPoint = "llama_get_memory")]
    internal static partial nint MemoryOf(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_memory_clear")]
    internal static partial void Clear(nint memory, byte data);

    /// <returns>0 where a part of a sequence cannot be removed.</returns>
    [LibraryImport(Library, EntryPoint = "llama_memory_seq_rm")]
    internal static partial byte RemoveSequence(nint memory, int sequence, int from, int to);

    [LibraryImport(Library, EntryPoint = "llama_memory_seq_cp")]
    internal static partial void CopySequence(nint memory, int source, int target, int from, int to);

    /// <returns>The last position that it remembers; -1 where it is empty.</returns>
    [LibraryImport(Library, EntryPoint = "llama_memory_seq_pos_max")]
    internal static partial int LastPosition(nint memory, int sequence);

    [LibraryImport(Library, EntryPoint = "llama_state_get_size")]
    internal static partial nuint StateBytes(ContextHandle context);

    /// <param name="context">The context.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="flags">1 for the parts that cannot be cut alone (windows, recurrent states).</param>
    [LibraryImport(Library, EntryPoint = "llama_state_seq_get_size_ext")]
    internal static partial nuint SequenceStateBytes(ContextHandle context, int sequence, uint flags);

    [LibraryImport(Library, EntryPoint = "llama_state_seq_get_data_ext")]
    internal static partial nuint GetSequenceState(ContextHandle context, byte* data, nuint length, int sequence, uint flags);

    /// <returns>Bytes that were read; 0 where it failed.</returns>
    [LibraryImport(Library, EntryPoint = "llama_state_seq_set_data_ext")]
    internal static partial nuint SetSequenceState(ContextHandle context, byte* data, nuint length, int sequence, uint flags);
}
