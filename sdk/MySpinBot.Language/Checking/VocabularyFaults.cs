using System.Globalization;
using System.Text;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>What can be wrong with a vocabulary in a GGUF file that the library would end the process for, some of it only when the first odd character is read.</summary>
internal static class VocabularyFaults
{
    private const string Tokens = "tokenizer.ggml.tokens";
    private const string Kinds = "tokenizer.ggml.token_type";
    private const int MostTokens = 1 << 22;
    private const int ByteKind = 6;

    /// <summary>Lists that <see cref="Check"/> looks into.</summary>
    public static IReadOnlyCollection<string> Lists { get; } = [Tokens, Kinds];

    /// <summary>Checks a vocabulary.</summary>
    /// <param name="head">Head of the file, with <see cref="Lists"/>.</param>
    /// <param name="name">The file, for sentences.</param>
    /// <exception cref="NodeFailure">It is none, or its parts do not belong together.</exception>
    public static void Check(GgufFile head, string name)
    {
        if (head.Values.GetValueOrDefault("tokenizer.ggml.model")?.Value is not string model || model is "none" or "no_vocab")
        {
            throw new NodeFailure($"'{name}' has no vocabulary (tokenizer.ggml.model), so no text can be given to it.");
        }

        if (head.Values.GetValueOrDefault(Tokens) is not { Count: > 0 and <= MostTokens } tokens || tokens.ListOf != typeof(string))
        {
            throw new NodeFailure($"'{name}' has no list of its tokens ({Tokens}): it is damaged.");
        }

        CheckList(head, name, "tokenizer.ggml.scores", typeof(double), 4, tokens.Count);
        CheckList(head, name, Kinds, typeof(long), 4, tokens.Count);
        CheckList(head, name, "tokenizer.ggml.merges", typeof(string), 0, null);
        CheckList(head, name, "tokenizer.ggml.precompiled_charsmap", typeof(long), 1, null);
        foreach (var (key, value) in head.Values)
        {
            if (key.StartsWith("tokenizer.ggml.", StringComparison.Ordinal) && key.EndsWith("_token_id", StringComparison.Ordinal) && (value.Value is not long id || (id >= tokens.Count && id != uint.MaxValue)))
            {
                throw new NodeFailure($"'{name}' names token {value} as its {key["tokenizer.ggml.".Length..^"_token_id".Length]} token, and has {tokens.Count} tokens: it is damaged.");
            }
        }

        CheckTexts(tokens, name, model);
        if (model == "bert" && head.Values.GetValueOrDefault(Kinds) is { } kinds && kinds.Numbers.Contains(ByteKind))
        {
            throw new NodeFailure($"'{name}' has tokens for single bytes in a vocabulary of word pieces, which has none: it is damaged.");
        }
    }

    private static void CheckList(GgufFile head, string name, string key, Type of, int bytes, long? count)
    {
        if (head.Values.GetValueOrDefault(key) is { } list && (list.ListOf != of || list.NumberBytes != bytes || (count is not null && list.Count != count)))
        {
            throw new NodeFailure($"'{name}' has a list {key} that does not belong to its tokens{(count is not null && list.Count != count ? $" ({list.Count} of them for {count} tokens)" : "")}: it is damaged.");
        }
    }

    // Two tokens of one text end the process as the vocabulary is loaded (there are published files like that); a byte without a token does when the byte is met.
    private static void CheckTexts(GgufValue tokens, string name, string model)
    {
        var known = new HashSet<ReadOnlyMemory<byte>>(tokens.Texts.Length, SameBytes.Instance);
        foreach (var whole in tokens.Texts)
        {
            // The library reads up to the first zero.
            var text = whole.Span.IndexOf((byte)0) is >= 0 and var zero ? whole[..zero] : whole;
            if (!text.IsEmpty && !known.Add(text))
            {
                throw new NodeFailure($"'{name}' has two tokens of the text '{Shown(text)}', which llama.cpp does not take: it was converted wrongly. Another conversion of the same model may be right.");
            }
        }

        for (var value = 0; model == "llama" && value < 256; value++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>");
            if (!known.Contains(Encoding.ASCII.GetBytes(text)) && !known.Contains(new[] { (byte)value }))
            {
                throw new NodeFailure($"'{name}' has no token for the byte {text}, so not every text can be given to it: it is damaged.");
            }
        }
    }

    private static string Shown(ReadOnlyMemory<byte> text) => Encoding.UTF8.GetString(text.Span[..Math.Min(text.Length, 40)]);

    private sealed class SameBytes : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static SameBytes Instance { get; } = new();

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(obj.Span);
            return hash.ToHashCode();
        }
    }
}
