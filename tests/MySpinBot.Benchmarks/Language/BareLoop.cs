using MySpinBot.Language;

namespace MySpinBot.Benchmarks.Language;

/// <summary>The shortest program that decodes with the library: a context over the same weights, a batch of one token a sequence, the library's own greedy sampler. What it writes nobody reads.</summary>
internal sealed unsafe class BareLoop : IDisposable
{
    private readonly ContextHandle _context;
    private readonly SamplerHandle _sampler = LlamaNative.NewChain(LlamaNative.DefaultChainParams() with { MeasuresNothing = 1 });
    private readonly int[] _tokens;
    private readonly int[] _positions;
    private int[] _last = [];
    private int _length;

    public BareLoop(LlamaModel model)
    {
        var weights = model.Weights;
        _context = weights.Context(LlamaPlan.NeedOf(weights.File, weights.Options), weights.Options.Threads);
        _sampler.Add(LlamaNative.NewGreedy());
        (_tokens, _positions) = (new int[LlamaNative.BatchOf(_context)], new int[LlamaNative.BatchOf(_context)]);
    }

    /// <summary>Forgets what was, and computes prompts, one a sequence, each up to its first token.</summary>
    /// <param name="prompts">The prompts, of one length.</param>
    public void Begin(int[][] prompts)
    {
        LlamaNative.Clear(LlamaNative.MemoryOf(_context), 1);
        (_last, _length) = (new int[prompts.Length], prompts[0].Length);
        for (var sequence = 0; sequence < prompts.Length; sequence++)
        {
            var (prompt, id) = (prompts[sequence], sequence);
            for (var start = 0; start < prompt.Length; start += _tokens.Length)
            {
                var length = Math.Min(_tokens.Length, prompt.Length - start);
                prompt.AsSpan(start, length).CopyTo(_tokens);
                for (var i = 0; i < length; i++)
                {
                    _positions[i] = start + i;
                }

                Decode(length, _ => id, isLast: i => i == length - 1);
                _last[sequence] = LlamaNative.Sample(_sampler, _context, length - 1);
            }
        }
    }

    /// <summary>The next token of each.</summary>
    public void Step()
    {
        for (var sequence = 0; sequence < _last.Length; sequence++)
        {
            (_tokens[sequence], _positions[sequence]) = (_last[sequence], _length);
        }

        _length++;
        Decode(_last.Length, row => row, isLast: _ => true);
        for (var sequence = 0; sequence < _last.Length; sequence++)
        {
            _last[sequence] = LlamaNative.Sample(_sampler, _context, sequence);
        }
    }

    public void Dispose()
    {
        _sampler.Dispose();
        _context.Dispose();
    }

    private void Decode(int rows, Func<int, int> sequenceOf, Func<int, bool> isLast)
    {
        var sequences = stackalloc int[rows];
        var pointers = stackalloc int*[rows];
        var counts = stackalloc int[rows];
        var outputs = stackalloc byte[rows];
        for (var row = 0; row < rows; row++)
        {
            (sequences[row], counts[row], outputs[row]) = (sequenceOf(row), 1, (byte)(isLast(row) ? 1 : 0));
            pointers[row] = sequences + row;
        }

        fixed (int* tokens = _tokens, positions = _positions)
        {
            var batch = new LlamaBatch { Count = rows, Tokens = tokens, Positions = positions, SequenceCounts = counts, Sequences = pointers, Outputs = outputs };
            if (LlamaNative.Decode(_context, batch) != 0)
            {
                throw new InvalidOperationException("The library did not decode.");
            }
        }
    }
}
