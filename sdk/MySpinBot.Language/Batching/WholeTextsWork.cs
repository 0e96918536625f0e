using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Vectors from a model that reads both ways: whole texts side by side in a step, and the library makes one vector of each.</summary>
/// <param name="texts">Checked texts: none is longer than a step.</param>
/// <param name="width">Numbers of a vector.</param>
/// <param name="sequences">How many sequence numbers there are.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class WholeTextsWork(IReadOnlyList<ReadOnlyMemory<int>> texts, int width, int sequences, CancellationToken cancellation) : EmbeddingWork(texts, width, cancellation)
{
    private int _next;

    /// <inheritdoc/>
    protected override unsafe bool Do(StepContext context, IPrefixes prefixes)
    {
        context.Clear();
        var first = _next;
        for (; _next < Texts.Count && _next - first < sequences && Texts[_next].Length <= context.MostRows - context.Rows; _next++)
        {
            context.Add(_next - first, 0, Texts[_next].Span, outputs: Texts[_next].Length);
        }

        if (_next > first && context.Compute() != StepOutcome.Computed)
        {
            // Put away or cancelled: the loop looks at both before it comes here again.
            _next = first;
            return false;
        }

        for (var text = first; text < _next; text++)
        {
            var vector = new float[Width];
            TextVector.Add(vector, LlamaNative.SequenceEmbedding(context.Handle, text - first));
            Tell(text, vector);
        }

        return _next == Texts.Count;
    }
}
