using System.Globalization;

namespace MySpinBot.Language.Tests.Making;

/// <summary>A vocabulary made by rule, of each kind that models have: every text has tokens and comes back from them.</summary>
internal sealed record MadeVocabulary
{
    private const int Control = 3;
    private const int Usual = 1;

    /// <summary>Words that have a token of their own; so have their beginnings, since tokens are joined two at a time.</summary>
    private static readonly string[] Words =
        ("the a and to was of in it he she that they you is on his her had with said for but not very big little dog cat bird tree house sun moon sea water red blue green happy sad play played "
        + "friend mom dad boy girl day night one two three once upon time there saw went wanted could would name story scene narration picture prompt caption yes no user assistant system").Split(' ');

    private static readonly string[] ChatMarks = ["<|im_start|>", "<|im_end|>"];

    public required string Model { get; init; }

    public required IReadOnlyList<string> Tokens { get; init; }

    public required IReadOnlyList<int> Types { get; init; }

    /// <summary>Of a token, the higher the sooner it is joined; empty for kinds without.</summary>
    public IReadOnlyList<float> Scores { get; init; } = [];

    public IReadOnlyList<string> Merges { get; init; } = [];

    /// <summary>What else the file says of it.</summary>
    public IReadOnlyDictionary<string, object> Values { get; init; } = new Dictionary<string, object>();

    /// <summary>SentencePiece's kind, as Llama 2 has it: <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c>, the 256 bytes from token 3 on, pieces of words, marks of chats.</summary>
    /// <param name="count">How many tokens at least; made-up words fill it.</param>
    public static MadeVocabulary Pieces(int count = 0)
    {
        var (tokens, types) = (new List<string> { "<unk>", "<s>", "</s>" }, new List<int> { 2, Control, Control });
        for (var value = 0; value < 256; value++)
        {
            Put($"<0x{value:X2}>", 6);
        }

        foreach (var mark in ChatMarks)
        {
            Put(mark, Control);
        }

        var known = new HashSet<string>(tokens, StringComparer.Ordinal);
        foreach (var piece in Letters().Prepend("▁").Concat(Words.SelectMany(word => Beginnings($"▁{word}"))).Where(known.Add))
        {
            Put(piece, Usual);
        }

        foreach (var piece in Filler().Select(word => $"▁{word}").Where(known.Add).Take(Math.Max(0, count - tokens.Count)))
        {
            Put(piece, Usual);
        }

        return new MadeVocabulary
        {
            Model = "llama",
            Tokens = tokens,
            Types = types,
            Scores = [.. tokens.Select((_, index) => types[index] == Usual ? -(float)index : 0)],
            Values = new Dictionary<string, object>
            {
                ["tokenizer.ggml.bos_token_id"] = 1u, ["tokenizer.ggml.eos_token_id"] = 2u, ["tokenizer.ggml.unknown_token_id"] = 0u,
                ["tokenizer.ggml.add_bos_token"] = true, ["tokenizer.ggml.add_space_prefix"] = true,
            },
        };

        void Put(string token, int type)
        {
            tokens.Add(token);
            types.Add(type);
        }
    }

    /// <summary>Byte-level BPE, as GPT-2 and Qwen have it: the 256 bytes as characters from token 0 on, pieces of words, <c>&lt;|endoftext|&gt;</c> and marks of chats last.</summary>
    public static MadeVocabulary Bytes()
    {
        var tokens = Enumerable.Range(0, 256).Select(value => ByteCharacter(value).ToString()).ToList();
        var (known, merges) = (new HashSet<string>(tokens, StringComparer.Ordinal), new List<string>());
        foreach (var piece in Words.SelectMany(word => Beginnings($"Ġ{word}").Concat(Beginnings(word))))
        {
            if (piece.Length > 1 && known.Add(piece))
            {
                tokens.Add(piece);
                merges.Add($"{piece[..^1]} {piece[^1]}");
            }
        }

        var usual = tokens.Count;
        tokens.AddRange(["<|endoftext|>", .. ChatMarks]);
        return new MadeVocabulary
        {
            Model = "gpt2",
            Tokens = tokens,
            Types = [.. tokens.Select((_, index) => index < usual ? Usual : Control)],
            Merges = merges,
            Values = new Dictionary<string, object>
            {
                ["tokenizer.ggml.pre"] = "gpt-2", ["tokenizer.ggml.bos_token_id"] = (uint)usual, ["tokenizer.ggml.eos_token_id"] = (uint)usual, ["tokenizer.ggml.add_bos_token"] = false,
            },
        };
    }

    /// <summary>WordPiece, as BERT has it: words and characters that begin one carry <c>▁</c>.</summary>
    public static MadeVocabulary WordPieces()
    {
        var letters = Letters().Where(letter => !char.IsAsciiLetterUpper(letter[0])).ToList();
        List<string> tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. letters.Select(letter => $"▁{letter}"), .. letters, .. Words.Where(word => word.Length > 1).Select(word => $"▁{word}")];
        return new MadeVocabulary
        {
            Model = "bert",
            Tokens = tokens,
            Types = [.. tokens.Select((_, index) => index < 5 ? Control : Usual)],
            Scores = [.. tokens.Select(_ => 0f)],
            Values = new Dictionary<string, object>
            {
                ["tokenizer.ggml.pre"] = "jina-v2-en", ["tokenizer.ggml.token_type_count"] = 2u, ["tokenizer.ggml.padding_token_id"] = 0u, ["tokenizer.ggml.unknown_token_id"] = 1u,
                ["tokenizer.ggml.bos_token_id"] = 2u, ["tokenizer.ggml.eos_token_id"] = 3u, ["tokenizer.ggml.seperator_token_id"] = 3u, ["tokenizer.ggml.mask_token_id"] = 4u,
            },
        };
    }

    public GgufWriter WriteTo(GgufWriter file)
    {
        file.With("tokenizer.ggml.model", Model).With("tokenizer.ggml.tokens", Tokens.ToArray()).With("tokenizer.ggml.token_type", Types.ToArray());
        file.With("tokenizer.ggml.scores", Scores.Count == 0 ? null : Scores.ToArray()).With("tokenizer.ggml.merges", Merges.Count == 0 ? null : Merges.ToArray());
        foreach (var (key, value) in Values)
        {
            file.With(key, value);
        }

        return file;
    }

    private static IEnumerable<string> Letters() => Enumerable.Range(33, 94).Select(code => ((char)code).ToString()).Concat(["é", "ü", "—", "“", "”", "你", "好"]);

    private static IEnumerable<string> Beginnings(string word) => Enumerable.Range(1, word.Length).Select(length => word[..length]);

    // ba, be, … baba, babe, …: as many as anybody wants.
    private static IEnumerable<string> Filler()
    {
        for (var number = 0; ; number++)
        {
            var word = "";
            for (var rest = number; rest > 0 || word.Length == 0; rest /= 100)
            {
                word += string.Create(CultureInfo.InvariantCulture, $"{"bcdfghjklmnprstvwxyz"[rest % 100 / 5]}{"aeiou"[rest % 5]}");
            }

            yield return word;
        }
    }

    // GPT-2's table: printable bytes are themselves, the others stand from U+0100 on.
    private static char ByteCharacter(int value)
    {
        if (IsPrintable(value))
        {
            return (char)value;
        }

        return (char)(256 + Enumerable.Range(0, value).Count(other => !IsPrintable(other)));

        static bool IsPrintable(int value) => value is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255);
    }
}
