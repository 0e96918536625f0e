using System.Diagnostics;
using System.Threading.Channels;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A request on its way: its tokens, how the next one is chosen, and the reader who takes them. The loop's thread writes to it; the reader's cancels it.</summary>
internal sealed class Generation : Sequence, IDisposable
{
    private readonly Channel<GeneratedToken> _told = Channel.CreateUnbounded<GeneratedToken>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly Vocabulary _vocabulary;
    private readonly TokenSampler _sampler;
    private readonly TextAssembly _text;
    private readonly bool _tellsControlTokens;
    private long _began;
    private double? _secondsToFirst;
    private volatile bool _isUnwanted;

    /// <summary>A request that has been checked.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">The most tokens of its prompt and its answer.</param>
    /// <param name="vocabulary">The model's tokens.</param>
    /// <param name="sampler">What chooses; it is owned from now on.</param>
    public Generation(GenerationRequest request, int most, Vocabulary vocabulary, TokenSampler sampler)
        : base(request.Prompt.Span, most)
    {
        _vocabulary = vocabulary;
        _sampler = sampler;
        _text = new TextAssembly(request.Stop);
        _tellsControlTokens = request.TellsControlTokens;
    }

    /// <summary>What was written, for one reader. As many as it may write lie there at most.</summary>
    public ChannelReader<GeneratedToken> Told => _told.Reader;

    /// <summary>Whether its reader has gone.</summary>
    public bool IsUnwanted
    {
        get => _isUnwanted;
        set => _isUnwanted = value;
    }

    /// <summary>Whether it has left; the loop's own.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Its computation begins.</summary>
    public void Begin() => _began = Stopwatch.GetTimestamp();

    /// <summary>Chooses the token that follows, from a row of the step.</summary>
    /// <returns>Whether it was the last.</returns>
    /// <exception cref="NodeFailure">None can be chosen.</exception>
    public bool Choose(ContextHandle context, int row)
    {
        var (token, probability) = _sampler.Sample(context, row);
        Append(token);
        _secondsToFirst ??= Stopwatch.GetElapsedTime(_began).TotalSeconds;
        var text = TextOf(token);
        var end = _text.HasStopped || _sampler.HasEnded || _vocabulary.IsEnd(token) ? TextEnd.Stop
            : Length == Most ? TextEnd.Length
            : (TextEnd?)null;
        _told.Writer.TryWrite(new GeneratedToken
        {
            Token = token,
            Text = end is null ? text : text + _text.End(),
            Probability = probability,
            End = end,
            Usage = end is null ? null : Usage(),
        });
        return end is not null;
    }

    /// <summary>Ends what is told: as it should, or with what went wrong.</summary>
    public void Close(Exception? failure = null) => _told.Writer.TryComplete(failure);

    /// <inheritdoc/>
    public void Dispose() => _sampler.Dispose();

    private string TextOf(int token)
    {
        // What ends the answer is no part of it, also where other control tokens are told.
        var bytes = _vocabulary.BytesOf(token, _tellsControlTokens);
        return bytes.IsEmpty || (_tellsControlTokens && _vocabulary.IsEnd(token)) ? _text.Pass(_vocabulary.BytesOf(token, special: true).Span) : _text.Add(bytes.Span);
    }

    private TextUsage Usage() => new(PromptLength, Math.Max(Reused, 0), Written)
    {
        SecondsToFirst = _secondsToFirst,
        Seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds,
    };
}
