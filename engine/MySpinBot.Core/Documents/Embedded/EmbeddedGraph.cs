using System.Collections.Immutable;
using MySpinBot.Core.Documents.Embedded.Containers;

namespace MySpinBot.Core.Documents.Embedded;

/// <summary>The graph that made a picture, a film, a sound or a model, as it stands in the file: what ComfyUI and we write under <c>workflow</c> and <c>prompt</c>.</summary>
/// <param name="Form">What the file is.</param>
/// <param name="Workflow">What was drawn: ComfyUI's workflow, or our own document. UTF-8 JSON; null where there is none.</param>
/// <param name="Prompt">What was run, in ComfyUI's API format. UTF-8 JSON; null where there is none.</param>
public sealed record EmbeddedGraph(MediaForm Form, ReadOnlyMemory<byte>? Workflow, ReadOnlyMemory<byte>? Prompt)
{
    /// <summary>The longest beginning of a file that <see cref="FormOf"/> looks at.</summary>
    public const int HeadBytes = 16;

    /// <summary>Names of other texts in the file; of many only the first.</summary>
    public ImmutableArray<string> OtherTexts { get; init; } = [];

    /// <summary>What is damaged, in whole sentences. What was found in spite of it is there.</summary>
    public ImmutableArray<string> Damages { get; init; } = [];

    /// <summary>Which kind of file begins like this; null for one that is not known to hold graphs, such as JSON.</summary>
    /// <param name="head">The first bytes, up to <see cref="HeadBytes"/>.</param>
    public static MediaForm? FormOf(ReadOnlySpan<byte> head) => MediaForms.Of(head);

    /// <summary>Looks for the graph. Believes no length that the file states, reads no pixels and no sound, and takes no more memory than <paramref name="limits"/> let it.</summary>
    /// <param name="file">The file: it can be sought in, and is read from its beginning.</param>
    /// <param name="limits">How much is taken.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>What was found; null where the file is of no kind that is known.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EmbeddedGraph? Read(Stream file, EmbeddedLimits limits, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(limits);
        var source = new MediaSource(file, limits, cancellation);
        Span<byte> head = stackalloc byte[HeadBytes];
        if (MediaForms.Of(head[..source.ReadUpTo(head)]) is not { } form)
        {
            return null;
        }

        var texts = new FoundTexts(limits);
        source.Position = 0;
        try
        {
            MediaForms.ReaderOf(form)(source, texts);
        }
        catch (EndOfStreamException)
        {
            texts.Damage("The file ends in the middle of a piece; it is not whole.");
        }
        catch (TooManyPiecesException)
        {
            texts.Damage($"The file has more than {limits.MaxPieces} pieces; what stands behind them was not looked at.");
        }

        return texts.ToGraph(form);
    }

    /// <summary>The document to read, and the word it stands under; null where the file has none.</summary>
    public (string Name, ReadOnlyMemory<byte> Utf8)? Choose(EmbeddedChoice choice)
    {
        (string, ReadOnlyMemory<byte>)? drawn = Workflow is { } workflow ? ("workflow", workflow) : null;
        (string, ReadOnlyMemory<byte>)? run = Prompt is { } prompt ? ("prompt", prompt) : null;
        return choice switch
        {
            EmbeddedChoice.Workflow => drawn,
            EmbeddedChoice.Prompt => run,
            EmbeddedChoice.AsItRan => drawn is not null && (run is null || OwnForm.Is(Workflow!.Value.Span)) ? drawn : run,
            _ => drawn ?? run,
        };
    }

    /// <summary>Why <see cref="Choose"/> gave nothing.</summary>
    /// <param name="choice">What was asked for.</param>
    /// <param name="name">What the file is called.</param>
    public GraphProblem Missing(EmbeddedChoice choice, string name)
    {
        var wanted = choice switch
        {
            EmbeddedChoice.Workflow => "no 'workflow'",
            EmbeddedChoice.Prompt => "no 'prompt'",
            _ => "no graph",
        };
        var there = (Workflow, Prompt) switch
        {
            (not null, _) => " It holds a 'workflow'.",
            (_, not null) => " It holds a 'prompt'.",
            _ when OtherTexts.IsEmpty => " It holds no texts at all: programs that send or shrink files often take them out.",
            _ => $" Its texts are {Sentences.Shown.Names(OtherTexts, 8)}; a graph stands under 'workflow' or 'prompt'.",
        };
        var damage = Damages.IsEmpty ? "" : $" {Damages[0]}";
        return new GraphProblem(ProblemCodes.NoEmbeddedGraph, null, null, $"{Sentences.Shown.Name(name)} ({MediaForms.Name(Form)}) holds {wanted}.{there}{damage}");
    }
}

/// <summary>Which of the graphs in a file is meant.</summary>
public enum EmbeddedChoice
{
    /// <summary>What was drawn, with all that people see; where that is missing, what was run.</summary>
    AsItWasDrawn,

    /// <summary>What was run: our own document, which says it all, or else ComfyUI's prompt; where that is missing, its workflow.</summary>
    AsItRan,

    /// <summary>What stands under <c>workflow</c>, and nothing else.</summary>
    Workflow,

    /// <summary>What stands under <c>prompt</c>, and nothing else.</summary>
    Prompt,
}

/// <summary>How much is taken of a file.</summary>
/// <param name="MaxTextBytes">The longest text.</param>
/// <param name="MaxWorkBytes">The most bytes of texts that are read or unpacked on the way.</param>
/// <param name="MaxPieces">The most chunks, boxes, pages or segments that are looked at.</param>
public sealed record EmbeddedLimits(int MaxTextBytes = 32 * 1024 * 1024, long MaxWorkBytes = 128L * 1024 * 1024, int MaxPieces = 2_000_000)
{
    /// <summary>32 MiB, as of a document; 128 MiB; two million.</summary>
    public static EmbeddedLimits Default { get; } = new();
}
