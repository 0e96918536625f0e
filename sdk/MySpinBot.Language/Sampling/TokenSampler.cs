using System.Numerics;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Chooses a sequence's tokens. The same numbers, seed and rows of logits give the same tokens. One thread at a time; disposed with the sequence.</summary>
internal sealed unsafe class TokenSampler : IDisposable
{
    private readonly Vocabulary _vocabulary;
    private readonly SamplingRoom _room;
    private readonly SamplerHandle? _chain;
    private readonly GrammarGuide? _guide;
    private readonly KeyValuePair<int, float>[] _biases;
    private readonly int? _likeliest;
    private readonly bool _isGuidedFirst;
    private readonly bool _hasMemory;

    /// <summary>Checks the request's numbers and its grammar, which takes its time: not for a thread that others wait for.</summary>
    /// <param name="request">The request. The last tokens of its prompt count for penalties.</param>
    /// <param name="vocabulary">The model's vocabulary.</param>
    /// <param name="context">Tokens that the sequence may have.</param>
    /// <param name="room">Room to choose in, which others on the same thread may share.</param>
    /// <exception cref="NodeFailure">A number is none that can be, or the grammar is wrong; its input names the field.</exception>
    public TokenSampler(GenerationRequest request, Vocabulary vocabulary, int context, SamplingRoom room)
    {
        SamplingLimits.Check(request, vocabulary.Count);
        (_vocabulary, _room) = (vocabulary, room);
        _likeliest = request.LogProbabilities;

        // Mirostat notes with each choice how surprising it was, so it may choose but once.
        _isGuidedFirst = request.Sampling.Mirostat is not null;
        _biases = [.. request.Sampling.LogitBias.Select(bias => KeyValuePair.Create(bias.Key, (float)bias.Value))];
        if (request.Grammar is { } grammar)
        {
            _guide = new GrammarGuide(Grammar.Parse(grammar, vocabulary.TokenOf), vocabulary.InOrder(request.TellsControlTokens), request.GrammarTriggers);
        }

        _chain = SamplerChain.Make(request.Sampling, vocabulary.Pointer, vocabulary.Count, context);
        _hasMemory = _chain is not null && SamplerChain.HasMemory(request.Sampling);
        var recent = request.Prompt.Span[^Math.Min(request.Prompt.Length, _hasMemory ? SamplerChain.LooksBack(request.Sampling, context) : 0)..];
        foreach (var token in recent)
        {
            LlamaNative.Accept(_chain!, token);
        }
    }

    /// <summary>Whether the grammar has come to its end and allows no more text: the sequence may end without a token that says so.</summary>
    public bool HasEnded => _guide is { MustEnd: true };

    /// <summary>Chooses from a row of the last step, and takes what was chosen as written.</summary>
    /// <param name="context">The context.</param>
    /// <param name="row">The row's index in the batch, whose logits were asked for.</param>
    /// <exception cref="NodeFailure">The row holds no numbers, or the grammar allows no token at all.</exception>
    public ChosenToken Sample(ContextHandle context, int row)
    {
        var logits = LlamaNative.Logits(context, row);
        return logits is not null ? Sample(new ReadOnlySpan<float>(logits, _vocabulary.Count)) : throw new InvalidOperationException($"Row {row} of the last step has no logits.");
    }

    /// <summary>Chooses from logits, and takes what was chosen as written.</summary>
    public ChosenToken Sample(ReadOnlySpan<float> logits)
    {
        var token = Choose(logits);
        Accept(token);
        return new ChosenToken(token, ProbabilityOf(token, logits));
    }

    /// <inheritdoc/>
    public void Dispose() => _chain?.Dispose();

    private int Choose(ReadOnlySpan<float> logits)
    {
        if (!float.IsFinite(LogitRow.Largest(logits)))
        {
            throw new NodeFailure("The model computed no numbers to choose a token by: its weights are damaged, or its numbers grew beyond what they are kept in.");
        }

        if (_guide is null)
        {
            return Choose(logits, default);
        }

        // Most of what a model would write anyway is allowed, and one token is looked at sooner than all of them.
        if (!_isGuidedFirst && Choose(logits, default) is var token && _guide.Allows(token))
        {
            return token;
        }

        return Choose(logits, _guide.Mask());
    }

    private void Accept(int token)
    {
        if (_hasMemory)
        {
            LlamaNative.Accept(_chain!, token);
        }

        _guide?.Accept(token);
    }

    private TokenProbability? ProbabilityOf(int token, ReadOnlySpan<float> logits)
    {
        if (_likeliest is not { } count)
        {
            return null;
        }

        var sum = LogitRow.LogSum(logits, LogitRow.Largest(logits));
        var tokens = new int[Math.Min(count, logits.Length)];
        if (tokens.Length > 0)
        {
            LogitRow.Likeliest(logits, tokens);
        }

        var likeliest = new TokenProbability[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            likeliest[i] = Told(tokens[i], logits[tokens[i]] - sum);
        }

        return Told(token, logits[token] - sum) with { Likeliest = likeliest };
    }

    private TokenProbability Told(int token, double logarithm)
    {
        var bytes = _vocabulary.BytesOf(token, special: true);
        return new TokenProbability(Encoding.UTF8.GetString(bytes.Span), bytes, logarithm);
    }

    private int Choose(ReadOnlySpan<float> logits, ReadOnlySpan<ulong> mask)
    {
        if (_chain is null && _biases.Length == 0 && mask.IsEmpty)
        {
            return LogitRow.Likeliest(logits);
        }

        var count = mask.IsEmpty ? Fill(logits, _room.Candidates) : Fill(logits, _room.Candidates, mask);
        if (count <= 1)
        {
            return count == 1 ? _room.Candidates[0].Token : throw new NodeFailure("The grammar cannot be followed: no token of this model goes on with what it allows here.") { Input = nameof(GenerationRequest.Grammar) };
        }

        var likeliest = _biases.Length > 0 || !mask.IsEmpty ? Likeliest(_room.Candidates[..count]) : default;
        if (float.IsNegativeInfinity(likeliest.Logit))
        {
            // The samplers divide by what is left, and sort by what comes of that.
            throw new NodeFailure("No token is left to choose: all that could come are forbidden by their logit biases.") { Input = nameof(TextSampling.LogitBias) };
        }

        if (_chain is null)
        {
            return likeliest.Token;
        }

        var candidates = new LlamaCandidates { Data = _room.Start, Count = (nuint)count, Selected = -1 };
        LlamaNative.Apply(_chain, &candidates);
        return candidates.Selected >= 0 && (ulong)candidates.Selected < candidates.Count ? candidates.Data[candidates.Selected].Token : throw new InvalidOperationException("The samplers chose no token.");
    }

    private int Fill(ReadOnlySpan<float> logits, Span<LlamaCandidate> candidates)
    {
        for (var token = 0; token < logits.Length; token++)
        {
            candidates[token] = new LlamaCandidate { Token = token, Logit = logits[token] };
        }

        foreach (var (token, bias) in _biases)
        {
            candidates[token].Logit += bias;
        }

        return logits.Length;
    }

    private int Fill(ReadOnlySpan<float> logits, Span<LlamaCandidate> candidates, ReadOnlySpan<ulong> mask)
    {
        var count = 0;
        for (var word = 0; word < mask.Length; word++)
        {
            for (var bits = mask[word]; bits != 0; bits &= bits - 1)
            {
                var token = (64 * word) + BitOperations.TrailingZeroCount(bits);
                candidates[count++] = new LlamaCandidate { Token = token, Logit = logits[token] };
            }
        }

        // They stand in the order of their tokens.
        foreach (var (token, bias) in _biases)
        {
            if (Place(candidates[..count], token) is >= 0 and var place)
            {
                candidates[place].Logit += bias;
            }
        }

        return count;
    }

    private static int Place(ReadOnlySpan<LlamaCandidate> candidates, int token)
    {
        var (low, high) = (0, candidates.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = candidates[middle].Token < token ? (middle + 1, high) : (low, middle);
        }

        return low < candidates.Length && candidates[low].Token == token ? low : -1;
    }

    private static LlamaCandidate Likeliest(ReadOnlySpan<LlamaCandidate> candidates)
    {
        var best = candidates[0];
        foreach (ref readonly var candidate in candidates)
        {
            best = candidate.Logit > best.Logit ? candidate : best;
        }

        return best;
    }
}

/// <summary>A token that was chosen.</summary>
/// <param name="Token">The token.</param>
/// <param name="Probability">How likely it was by the logits as the model computed them; null where that was not asked for.</param>
internal readonly record struct ChosenToken(int Token, TokenProbability? Probability);
