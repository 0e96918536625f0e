using System.Diagnostics;
using System.Diagnostics.Metrics;
using MySpinBot.Sdk;
using MySpinBot.Server.Capabilities;
using MySpinBot.Server.Metrics;

namespace MySpinBot.Server.OpenAi;

/// <summary>Measures what is asked of language models: requests, tokens, how long the first one took and each of the others.</summary>
internal sealed class AnswerMeter
{
    /// <summary>The histograms.</summary>
    public const string FirstToken = "myspinbot.language.first_token.duration", EachToken = "myspinbot.language.token.duration";

    private readonly Counter<long> _requests, _prompt, _reused, _written;
    private readonly Histogram<double> _first, _each;

    /// <summary>Measures from now on.</summary>
    public AnswerMeter(IMeterFactory factory, CallTurns turns)
    {
        var meter = factory.Create(ServerMeter.Name, BuildFacts.Version);
        _requests = meter.CreateCounter<long>("myspinbot.language.requests", "{request}", "Requests to language models, by what was asked and what became of it.");
        _prompt = meter.CreateCounter<long>("myspinbot.language.prompt_tokens", "{token}", "Tokens of prompts, by model.");
        _reused = meter.CreateCounter<long>("myspinbot.language.reused_tokens", "{token}", "Tokens of prompts that had been computed before, by model.");
        _written = meter.CreateCounter<long>("myspinbot.language.written_tokens", "{token}", "Tokens that were written, by model.");
        _first = meter.CreateHistogram<double>(FirstToken, "s", "How long the first piece of an answer took from its request, by model.");
        _each = meter.CreateHistogram<double>(EachToken, "s", "How long each token took after the first, by model.");
        meter.CreateObservableGauge("myspinbot.language.running", () => turns.Counts.Running, "{request}", "Answers that are being written.");
        meter.CreateObservableGauge("myspinbot.language.waiting", () => turns.Counts.Waiting, "{request}", "Answers that wait for their turn.");
    }

    /// <summary>A request has come to its end.</summary>
    /// <param name="operation">What was asked: <c>chat</c>, <c>completion</c>, <c>embedding</c>.</param>
    /// <param name="outcome">What became of it: <c>done</c>, <c>refused</c>, <c>failed</c>, <c>left</c> where nobody waited any more.</param>
    public void Ended(string operation, string outcome) => _requests.Add(1, new("operation", operation), new("outcome", outcome));

    /// <summary>Texts became vectors.</summary>
    public void Embedded(string model, int tokens) => _prompt.Add(tokens, new KeyValuePair<string, object?>("model", model));

    /// <summary>Begins to measure an answer.</summary>
    public Measured Begin(string model) => new(this, model);

    /// <summary>An answer that is measured.</summary>
    internal sealed class Measured(AnswerMeter meter, string model)
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private readonly KeyValuePair<string, object?> _model = new("model", model);
        private long _first;

        /// <summary>A piece has come.</summary>
        public void Take(TextPiece piece)
        {
            if (_first == 0)
            {
                _first = Stopwatch.GetTimestamp();
                meter._first.Record(Stopwatch.GetElapsedTime(_began, _first).TotalSeconds, _model);
            }

            if (piece.Usage is not { } usage)
            {
                return;
            }

            meter._prompt.Add(usage.Prompt, _model);
            meter._reused.Add(usage.Reused, _model);
            meter._written.Add(usage.Written, _model);
            if (usage.Written > 1)
            {
                meter._each.Record(Stopwatch.GetElapsedTime(_first).TotalSeconds / (usage.Written - 1), _model);
            }
        }
    }
}
