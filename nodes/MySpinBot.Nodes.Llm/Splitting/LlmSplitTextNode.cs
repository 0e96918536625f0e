using System.ComponentModel.DataAnnotations;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>What the size of a piece is counted in.</summary>
public enum PieceUnit
{
    /// <summary>Sentences, of any language.</summary>
    [Choice("sentences")]
    Sentences,

    /// <summary>Characters.</summary>
    [Choice("characters")]
    Characters,

    /// <summary>Tokens of a model.</summary>
    [Choice("tokens")]
    Tokens,
}

/// <summary>Long texts in pieces.</summary>
/// <param name="answers">Where models are leased whose tokens are counted.</param>
public sealed class LlmSplitTextNode(LanguageAnswers answers)
{
    /// <summary>Splits a long text into pieces that a model can read one by one. What follows runs once for each piece.</summary>
    /// <remarks>By sentences, so many are put together, as the node SplitSentences finds them. By characters or tokens, a piece is cut where the text divides best: after a paragraph, else a line, else a sentence, else a part of one,
    /// else a word, in scripts with spaces and without; nothing of the text is lost, and no piece is larger than asked for. With an overlap each piece begins with the end of the one before.</remarks>
    /// <param name="text">The text.</param>
    /// <param name="context">Where the model comes from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="unit">What size and overlap are counted in.</param>
    /// <param name="size">The most of a piece.</param>
    /// <param name="overlap">How much of the end of a piece the next one begins with, at most; less than the size.</param>
    /// <param name="model">The model whose tokens are counted: one out of a file.</param>
    /// <returns>The pieces, in order.</returns>
    [Node("LlmSplitText", Title = "Split text", Category = "llm/text", Search = "chunk,split,pieces,tokens,overlap,long text,rag", Lane = Lane.Async, Validate = nameof(Faults))]
    [return: Output(Name = "pieces")]
    public async Task<Outcome<IReadOnlyList<string>>> SplitAsync(
        [Input(Multiline = true)] string text,
        NodeContext context,
        CancellationToken cancellation,
        PieceUnit unit = PieceUnit.Characters,
        [Range(1, 10_000_000)] int size = 1000,
        [Range(0, 10_000_000)] int overlap = 0,
        LanguageModel? model = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(context);
        cancellation.ThrowIfCancellationRequested();
        if (overlap >= size)
        {
            throw Failures.At("overlap", $"'overlap' is {overlap} and 'size' {size}; a piece begins with less of the one before than it has.");
        }

        switch (unit)
        {
            case PieceUnit.Sentences:
                var fragment = new GraphFragment();
                var sentences = fragment.Add("sentences", "SplitSentences", ("text", text));
                return Outcome.Expand<IReadOnlyList<string>>(new Expansion(fragment, fragment.Add("pieces", "GroupTexts", ("texts", sentences.Output()), ("size", size), ("overlap", overlap)).Output()));
            case PieceUnit.Tokens:
                using (var lease = await answers.LeaseAsync(model ?? throw Failures.At("model", "Tokens are those of a model; link the model that is to read the pieces."), "model", cancellation))
                {
                    var vocabulary = lease.Model.Vocabulary;
                    return Outcome.Of<IReadOnlyList<string>>(new TextCutting(size, overlap, piece => vocabulary.Tokenize(piece, begin: false, special: false).Length, cancellation).Cut(text));
                }

            default:
                return Outcome.Of<IReadOnlyList<string>>(new TextCutting(size, overlap, TextCutting.Characters, cancellation).Cut(text));
        }
    }

    internal static IEnumerable<InputFault> Faults(int? size, int? overlap)
        => overlap >= size ? [new InputFault("overlap", $"'overlap' is {overlap} and 'size' {size}; a piece begins with less of the one before than it has.")] : [];
}

/// <summary>Texts put together.</summary>
public static class GroupTextsNode
{
    private const int MostTexts = 100_000;

    /// <summary>Puts texts together, so many in a group. With an overlap each group begins with the last ones of the group before.</summary>
    /// <param name="texts">The texts, in order.</param>
    /// <param name="size">How many are in a group; the last one may have fewer.</param>
    /// <param name="overlap">How many of a group the next one begins with; less than the size.</param>
    /// <param name="separator">What stands between them: <c>auto</c> for a space, and nothing between scripts that write none.</param>
    /// <returns>The groups, each as one text.</returns>
    [Node("GroupTexts", Title = "Group texts", Category = "llm/text", Search = "chunk,join,batch,window,overlap")]
    [return: Output(Name = "groups")]
    public static IReadOnlyList<string> Group(IReadOnlyList<string> texts, [Range(1, 10_000_000)] int size = 5, [Range(0, 10_000_000)] int overlap = 0, string separator = "auto")
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (overlap >= size || texts.Count > MostTexts)
        {
            throw overlap >= size
                ? Failures.At("overlap", $"'overlap' is {overlap} and 'size' {size}; a group begins with less of the one before than it has.")
                : Failures.At("texts", $"'texts' has {texts.Count} texts; {MostTexts} are taken at once.");
        }

        var groups = new List<string>();
        for (var from = 0; from < texts.Count; from += size - overlap)
        {
            groups.Add(Joined(texts.Skip(from).Take(size), separator));
            if (from + size >= texts.Count)
            {
                break;
            }
        }

        return groups;
    }

    private static string Joined(IEnumerable<string> texts, string separator)
        => separator == "auto" ? texts.Aggregate("", (before, text) => before.Length == 0 || text.Length == 0 || TextCutting.IsUnspaced(before[^1]) || TextCutting.IsUnspaced(text[0]) ? before + text : $"{before} {text}")
            : string.Join(separator, texts);
}
