using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Vectors from a model that reads forwards, as those do that write: texts of any length that the memory holds, in pieces, several side by side. What they take of the memory is given back.</summary>
/// <param name="texts">Checked texts: none is longer than the memory.</param>
/// <param name="width">Numbers of a vector.</param>
/// <param name="pooling">Mean, first or last.</param>
/// <param name="limits">What a step takes.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class ForwardTextsWork(IReadOnlyList<ReadOnlyMemory<int>> texts, int width, LlamaPooling pooling, BatchLimits limits, CancellationToken cancellation) : EmbeddingWork(texts, width, cancellation)
{
    private const int MostAtOnce = 8;
    private readonly List<Reading> _readings = [];
    private int _next;
    private int _failures;

    /// <inheritdoc/>
    protected override bool Do(StepContext context, IPrefixes prefixes)
    {
        while (_next < Texts.Count && _readings.Count < Math.Min(MostAtOnce, limits.Spare) && Begin(prefixes))
        {
            _next++;
        }

        IsHeldUp = _readings.Count == 0 && _next < Texts.Count;
        if (_readings.Count > 0)
        {
            Fill(context);
            Take(Compute(context), context, prefixes);
        }

        return _readings.Count == 0 && _next == Texts.Count;
    }

    /// <inheritdoc/>
    protected override void Leave(IPrefixes prefixes)
    {
        foreach (var reading in _readings)
        {
            GiveBack(reading, prefixes);
        }

        _readings.Clear();
    }

    private static StepOutcome Compute(StepContext context)
    {
        LlamaNative.SetEmbeds(context.Handle, 1);
        try
        {
            return context.Compute();
        }
        finally
        {
            LlamaNative.SetEmbeds(context.Handle, 0);
        }
    }

    /// <summary>A text has all its cells from the beginning: two that each wait for the other's would wait for ever.</summary>
    private bool Begin(IPrefixes prefixes)
    {
        var place = prefixes.BeginAnew();
        if (prefixes.Grow(place, Texts[_next].Length))
        {
            _readings.Add(new Reading(_next, place, new float[Width]));
            return true;
        }

        prefixes.End(place, []);
        return false;
    }

    private void Fill(StepContext context)
    {
        context.Clear();
        var outputs = limits.Outputs;
        foreach (var reading in _readings)
        {
            var rest = Texts[reading.Text].Length - reading.Start;
            var count = Math.Min(Math.Min(rest, context.MostRows - context.Rows), pooling == LlamaPooling.Mean ? outputs : int.MaxValue);
            (reading.Count, reading.Outputs) = (outputs > 0 ? count : 0, 0);
            if (reading.Count > 0)
            {
                reading.Outputs = OutputsOf(reading, isLast: count == rest);
                outputs -= reading.Outputs;
                reading.LastRow = Add(context, reading);
            }
        }
    }

    /// <summary>How many of a piece's tokens give a part of the vector.</summary>
    private int OutputsOf(Reading reading, bool isLast) => pooling switch
    {
        LlamaPooling.First => reading.Start == 0 ? 1 : 0,
        LlamaPooling.Last => isLast ? 1 : 0,
        _ => reading.Count,
    };

    private int Add(StepContext context, Reading reading)
    {
        var tokens = Texts[reading.Text].Span.Slice(reading.Start, reading.Count);
        if (pooling != LlamaPooling.First || reading.Outputs == 0)
        {
            return context.Add(reading.Place.Id, reading.Start, tokens, reading.Outputs);
        }

        var first = context.Add(reading.Place.Id, reading.Start, tokens[..1], outputs: 1);
        context.Add(reading.Place.Id, reading.Start + 1, tokens[1..], outputs: 0);
        return first;
    }

    private unsafe void Take(StepOutcome outcome, StepContext context, IPrefixes prefixes)
    {
        if (outcome != StepOutcome.Computed)
        {
            TakeBack(outcome, context, prefixes);
            return;
        }

        _failures = 0;
        foreach (var reading in _readings)
        {
            for (var row = reading.LastRow - reading.Outputs + 1; row <= reading.LastRow && reading.Outputs > 0; row++)
            {
                TextVector.Add(reading.Sum, LlamaNative.Embedding(context.Handle, row));
            }

            reading.Start += reading.Count;
            if (reading.Start == Texts[reading.Text].Length)
            {
                Tell(reading.Text, reading.Sum);
                GiveBack(reading, prefixes);
                reading.IsWhole = true;
            }
        }

        _readings.RemoveAll(reading => reading.IsWhole);
    }

    private void TakeBack(StepOutcome outcome, StepContext context, IPrefixes prefixes)
    {
        if (outcome == StepOutcome.Full)
        {
            prefixes.Forget();
            if (++_failures > 2)
            {
                throw new NodeFailure("The model's memory has no room for these texts beside those that are written; ask again later, or for fewer at once.");
            }
        }

        foreach (var reading in _readings)
        {
            if (!prefixes.Shares)
            {
                // A memory that cannot be cut: the text begins again.
                reading.Start = 0;
                Array.Clear(reading.Sum);
            }

            context.Remove(reading.Place.Id, reading.Start, -1);
        }
    }

    private static void GiveBack(Reading reading, IPrefixes prefixes)
    {
        prefixes.Cut(reading.Place, 0);
        prefixes.End(reading.Place, []);
    }

    private sealed class Reading(int text, Place place, float[] sum)
    {
        public int Text => text;

        public Place Place => place;

        public float[] Sum => sum;

        /// <summary>How many of its tokens were computed.</summary>
        public int Start { get; set; }

        public int Count { get; set; }

        public int Outputs { get; set; }

        public int LastRow { get; set; }

        public bool IsWhole { get; set; }
    }
}
