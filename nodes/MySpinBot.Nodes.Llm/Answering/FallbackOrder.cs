using System.Runtime.CompilerServices;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Answering;

/// <summary>Sources of a model in their order: the first that begins to answer gives the answer. A source that fails before anything has come makes room for the next one, whatever the reason: it is gone, too busy, has no such model, or cannot do what is asked.
/// Once something has come nothing is asked again: half of one answer and half of another are none.</summary>
internal static class FallbackOrder
{
    /// <summary>Streams the answer of the first source that gives one.</summary>
    /// <param name="sources">The sources; one at least.</param>
    /// <param name="answer">Asks a source.</param>
    /// <param name="log">Where it is said that a source failed and the next one is asked.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NodeFailure">All failed: the sentence has the reason of each. Or one failed after it had begun.</exception>
    public static async IAsyncEnumerable<TextPiece> AnswerAsync(
        IReadOnlyList<LanguageSource> sources, Func<LanguageSource, IAsyncEnumerable<TextPiece>> answer, INodeLog log, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var failures = new List<(LanguageSource Source, NodeFailure Failure)>();
        foreach (var source in sources)
        {
            await using var pieces = answer(source).GetAsyncEnumerator(cancellation);
            var (isThere, failure) = await BeginAsync(pieces);
            if (failure is not null)
            {
                Note(failures, source, failure, sources, log);
                continue;
            }

            while (isThere)
            {
                yield return pieces.Current;
                isThere = await pieces.MoveNextAsync();
            }

            yield break;
        }

        throw AllOf(failures);
    }

    /// <summary>Gives what the first source gives that does not fail.</summary>
    /// <inheritdoc cref="AnswerAsync"/>
    public static async ValueTask<T> FirstAsync<T>(IReadOnlyList<LanguageSource> sources, Func<LanguageSource, ValueTask<T>> ask, INodeLog log)
    {
        var failures = new List<(LanguageSource Source, NodeFailure Failure)>();
        foreach (var source in sources)
        {
            try
            {
                return await ask(source);
            }
            catch (NodeFailure failure)
            {
                Note(failures, source, failure, sources, log);
            }
        }

        throw AllOf(failures);
    }

    /// <summary>How a source is called in sentences.</summary>
    public static string NameOf(LanguageSource source) => source switch
    {
        RemoteSource remote => $"{remote.Target}/{remote.Model}",
        LocalSource local => $"the file with the content {local.Weights.Id}",
        _ => source.GetType().Name,
    };

    private static async ValueTask<(bool IsThere, NodeFailure? Failure)> BeginAsync(IAsyncEnumerator<TextPiece> pieces)
    {
        try
        {
            return (await pieces.MoveNextAsync(), null);
        }
        catch (NodeFailure failure)
        {
            return (false, failure);
        }
    }

    private static void Note(List<(LanguageSource Source, NodeFailure Failure)> failures, LanguageSource source, NodeFailure failure, IReadOnlyList<LanguageSource> sources, INodeLog log)
    {
        failures.Add((source, failure));
        if (failures.Count < sources.Count)
        {
            log.Warn($"{NameOf(source)} gave no answer, so {NameOf(sources[failures.Count])} is asked. {failure.Message}");
        }
    }

    private static NodeFailure AllOf(List<(LanguageSource Source, NodeFailure Failure)> failures) => failures switch
    {
        [] => new NodeFailure("The model has no source; give it a file or a target."),
        [var (_, only)] => only,
        _ => new NodeFailure($"None of the {failures.Count} sources of the model gave an answer. {string.Join(" ", failures.Select(each => $"{NameOf(each.Source)}: {each.Failure.Message}"))}", failures[^1].Failure) { Input = failures[^1].Failure.Input, Code = failures[^1].Failure.Code },
    };
}
