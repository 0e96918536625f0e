namespace MySpinBot.Language.Tests.Making;

/// <summary>Files whose matrices llama.cpp packed, in its kinds that are no plain blocks.</summary>
internal static class Quantised
{
    /// <summary><c>Q4_K_M</c>: rows of a multiple of 256 numbers.</summary>
    public const int MostlyQ4K = 15;

    /// <summary>Packs a file of 16-bit or 32-bit floats.</summary>
    /// <param name="path">The file.</param>
    /// <param name="packed">Where to.</param>
    /// <param name="kind">llama.cpp's <c>llama_ftype</c>.</param>
    /// <returns>The packed file's path.</returns>
    public static unsafe string By(string path, string packed, int kind)
    {
        LlamaLibrary.EnsureLoaded();
        var parameters = LlamaNative.DefaultQuantizeParams();
        (parameters.Threads, parameters.FileType) = (1, kind);
        return LlamaNative.Quantize(path, packed, &parameters) == 0 ? packed : throw new InvalidOperationException($"llama.cpp did not pack '{path}'.");
    }
}
