using System.Runtime.CompilerServices;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Answers requests with a loaded model: messages become a prompt by the model's template, a format or tools become a grammar, tokens become text, thoughts and calls of tools.</summary>
/// <param name="model">The model.</param>
/// <param name="time">The clock, for templates that tell the day.</param>
public sealed class LocalChat(LlamaModel model, TimeProvider time)
{
    /// <summary>Tokens of the request's prompt.</summary>
    /// <exception cref="NodeFailure">The template refuses the conversation, or something of the request does not fit the model.</exception>
    public int[] PromptOf(TextRequest request) => Plan(request, default).Prompt;

    /// <summary>Streams the answer. <see cref="TextRequest.Model"/> is not looked at.</summary>
    /// <exception cref="NodeFailure">The request does not fit the model; or a structured answer was cut by the limit of tokens.</exception>
    public async IAsyncEnumerable<TextPiece> AnswerAsync(TextRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var plan = Plan(request, cancellation);
        CheckRoom(plan.Prompt.Length, request);
        var generation = new GenerationRequest(plan.Prompt)
        {
            MaxTokens = request.MaxTokens,
            Stop = [.. request.Stop, .. plan.Stop],
            Sampling = request.Sampling,
            Grammar = plan.Grammar,
            GrammarTriggers = plan.Triggers,
            LogProbabilities = request.LogProbabilities,
            TellsControlTokens = plan.TellsControlTokens,
            Alone = request.Repeatable,
        };
        var answer = new Answer(request, plan.Reader);
        await foreach (var token in model.GenerateAsync(generation, cancellation))
        {
            if (answer.Add(token) is { } piece)
            {
                yield return piece;
            }

            answer.Check(token);
        }
    }

    private ChatPlan Plan(TextRequest request, CancellationToken cancellation)
        => ChatPlan.Of(request, model.Facts, model.Vocabulary, DateOnly.FromDateTime(time.GetLocalNow().DateTime), cancellation);

    private void CheckRoom(int prompt, TextRequest request)
    {
        if (prompt >= model.Facts.Context)
        {
            throw new NodeFailure($"The prompt has {prompt} tokens and the context {model.Facts.Context}, in which the answer has to fit too; load the model with a context of {prompt + (request.MaxTokens ?? 256)} or more, or shorten the prompt.")
            {
                Input = request.Messages.Count > 0 ? nameof(TextRequest.Messages) : nameof(TextRequest.Prompt),
                Code = "context_length_exceeded",
            };
        }
    }

    /// <summary>Makes pieces of tokens.</summary>
    private sealed class Answer(TextRequest request, AnswerReader? reader)
    {
        private readonly List<TokenProbability> _held = [];
        private readonly StringBuilder? _whole = request.Format.Kind is TextFormatKind.Json or TextFormatKind.Schema ? new() : null;

        /// <summary>The piece that a token gives; null where it gives none yet.</summary>
        public TextPiece? Add(GeneratedToken token)
        {
            var (text, reasoning, calls) = Read(token);
            _whole?.Append(text);
            var piece = new TextPiece { Text = text, Reasoning = reasoning, ToolCalls = calls, Tokens = Told(token, text) };
            if (token.End is { } end)
            {
                return piece with { End = end == TextEnd.Stop && reader?.CallCount > 0 ? TextEnd.ToolCalls : end, Usage = token.Usage };
            }

            return text.Length == 0 && reasoning.Length == 0 && calls.Count == 0 ? null : piece;
        }

        /// <summary>Checks, when it has ended, whether the answer is what was asked for. Its last piece was told: who shows answers as they come shows a cut one, too.</summary>
        /// <exception cref="NodeFailure">It is not.</exception>
        public void Check(GeneratedToken token)
        {
            if (token.End is { } end)
            {
                StructuredAnswer.Check(request.Format, end, reader?.CallCount > 0 ? null : _whole?.ToString(), token.Usage?.Written ?? 0);
            }
        }

        private (string Text, string Reasoning, IReadOnlyList<ToolCallPiece> Calls) Read(GeneratedToken token)
        {
            if (reader is null)
            {
                return (token.Text, "", []);
            }

            var parts = reader.Add(token.Text);
            if (token.End is null)
            {
                return (parts.Text, parts.Reasoning, parts.Calls);
            }

            var rest = reader.End();
            return (parts.Text + rest.Text, parts.Reasoning + rest.Reasoning, [.. parts.Calls, .. rest.Calls]);
        }

        // Tokens of text that is held back come with it; those of marks, thoughts and calls are not told.
        private TokenProbability[] Told(GeneratedToken token, string text)
        {
            if (token.Probability is { } probability)
            {
                _held.Add(probability);
            }

            if (text.Length == 0 && (reader is null || reader.IsSaying) && token.End is null)
            {
                return [];
            }

            TokenProbability[] told = text.Length > 0 || reader is null ? [.. _held] : [];
            _held.Clear();
            return told;
        }
    }
}
