using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <content>Vocabularies: borrowed pointers that live as long as their model. Any thread may use them.</content>
internal static unsafe partial class LlamaNative
{
    /// <returns>How many there are, or minus how many it would take where <paramref name="capacity"/> is too small.</returns>
    [LibraryImport(Library, EntryPoint = "llama_tokenize")]
    internal static partial int Tokenize(nint vocabulary, byte* text, int length, int* tokens, int capacity, byte addsSpecial, byte parsesSpecial);

    /// <returns>Bytes of it, or minus how many it would take. A token that is not there ends the process.</returns>
    [LibraryImport(Library, EntryPoint = "llama_token_to_piece")]
    internal static partial int PieceOf(nint vocabulary, int token, byte* text, int length, int stripsSpaces, byte special);

    [LibraryImport(Library, EntryPoint = "llama_vocab_n_tokens")]
    internal static partial int TokenCount(nint vocabulary);

    /// <returns>0 none, 1 SentencePiece, 2 byte-level BPE, 3 WordPiece, 4 unigram, 5 RWKV, 6 PLaMo-2.</returns>
    [LibraryImport(Library, EntryPoint = "llama_vocab_type")]
    internal static partial int VocabularyKind(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_vocab_get_text")]
    internal static partial byte* TokenText(nint vocabulary, int token);

    /// <returns>Flags: 1 unknown, 2 unused, 4 normal, 8 control, 16 user-defined, 32 byte.</returns>
    [LibraryImport(Library, EntryPoint = "llama_vocab_get_attr")]
    internal static partial int TokenAttributes(nint vocabulary, int token);

    [LibraryImport(Library, EntryPoint = "llama_vocab_is_eog")]
    internal static partial byte IsEnd(nint vocabulary, int token);

    [LibraryImport(Library, EntryPoint = "llama_vocab_is_control")]
    internal static partial byte IsControl(nint vocabulary, int token);

    [LibraryImport(Library, EntryPoint = "llama_vocab_bos")]
    internal static partial int BeginToken(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_vocab_eos")]
    internal static partial int EndToken(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_vocab_get_add_bos")]
    internal static partial byte AddsBegin(nint vocabulary);
}
