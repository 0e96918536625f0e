namespace MySpinBot.Diffusion;

/// <summary>The sides of a guidance, asked together: what each makes of the latents, its conditions blended by their weights (ComfyUI's calc_cond_batch).</summary>
/// <remarks>Cells that no condition covers become 0. Not for several threads at once: the buffers are its own.</remarks>
internal sealed class Sides
{
    /// <summary>Keeps cells that nothing covers from dividing by zero.</summary>
    private const float NearlyNothing = 1e-37f;

    private readonly IConditionedModel _model;
    private readonly LatentShape _shape;
    private readonly PlacedCondition[][] _placed;
    private readonly float[][] _results;
    private readonly float[][] _counts;
    private readonly int[] _asked;

    // Sides with one condition that counts everywhere alike, as most have: what it gives is what the side gives.
    private readonly bool[] _alone;
    private readonly List<Asked> _waiting = [];
    private readonly List<Asked> _joint = [];
    private float[] _denoised = [];

    /// <summary>Takes sides as they were placed.</summary>
    public Sides(IConditionedModel model, LatentShape shape, PlacedCondition[][] placed)
    {
        (_model, _shape, _placed) = (model, shape, placed);
        _results = [.. placed.Select(_ => new float[shape.Count])];
        (_asked, _alone) = (new int[placed.Length], new bool[placed.Length]);
        _counts = [.. placed.Select(_ => new float[shape.Batch * shape.Height * shape.Width])];
    }

    /// <summary>What a side gave last, [batch, channels, height, width]; zeros where it was not wanted.</summary>
    public ReadOnlySpan<float> Result(int side) => _results[side];

    /// <summary>Asks.</summary>
    /// <param name="x">Noisy latents, [batch, channels, height, width].</param>
    /// <param name="sigma">How much noise is in them.</param>
    /// <param name="wanted">Which sides.</param>
    public void Denoise(ReadOnlySpan<float> x, float sigma, ReadOnlySpan<bool> wanted)
    {
        for (var side = 0; side < _placed.Length; side++)
        {
            _results[side].AsSpan().Clear();
            _counts[side].AsSpan().Fill(NearlyNothing);
        }

        Gather(sigma, wanted);
        while (_waiting.Count > 0)
        {
            Join();
            Ask(x, sigma);
        }

        for (var side = 0; side < _placed.Length; side++)
        {
            if (wanted[side] && !_alone[side])
            {
                Average(_results[side], _counts[side]);
            }
        }
    }

    /// <summary>The groups that would be asked together if every condition counted at once: the largest that can come.</summary>
    public IReadOnlyList<IReadOnlyList<PlacedCondition>> Groups(ReadOnlySpan<bool> wanted)
    {
        _waiting.Clear();
        for (var side = 0; side < _placed.Length; side++)
        {
            foreach (var condition in wanted[side] ? _placed[side] : [])
            {
                _waiting.Add(new Asked(side, condition));
            }
        }

        var groups = new List<IReadOnlyList<PlacedCondition>>();
        while (_waiting.Count > 0)
        {
            Join();
            groups.Add([.. _joint.Select(asked => asked.Condition)]);
        }

        return groups;
    }

    /// <summary>What counts now; conditions for what is left come last, when it is known what is left.</summary>
    private void Gather(float sigma, ReadOnlySpan<bool> wanted)
    {
        _waiting.Clear();
        for (var side = 0; side < _placed.Length; side++)
        {
            foreach (var condition in wanted[side] ? _placed[side] : [])
            {
                if (!condition.Condition.IsDefault && condition.IsActiveAt(sigma))
                {
                    _waiting.Add(new Asked(side, condition));
                }
            }
        }

        var withoutDefaults = _waiting.Count;
        for (var side = 0; side < _placed.Length; side++)
        {
            foreach (var condition in wanted[side] ? _placed[side] : [])
            {
                if (condition.Condition.IsDefault && condition.IsActiveAt(sigma)
                    && CellWeights.Rest(_waiting.Take(withoutDefaults).Where(asked => asked.Side == side).Select(asked => asked.Condition), condition.Window, _shape) is { } rest)
                {
                    _waiting.Add(new Asked(side, condition with { Weights = rest }));
                }
            }
        }

        Array.Clear(_asked);
        Array.Clear(_alone);
        foreach (var (side, condition) in _waiting)
        {
            _asked[side]++;
            _alone[side] = _asked[side] == 1 && condition.Weights.IsOne && condition.Window == Window.Whole(_shape);
        }
    }

    /// <summary>Moves those that join the first, the last of them foremost: so the negative side stands before the positive in a batch.</summary>
    private void Join()
    {
        _joint.Clear();
        var first = _waiting[0].Condition;
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            if (_waiting[i].Condition.Joins(first))
            {
                _joint.Add(_waiting[i]);
                _waiting.RemoveAt(i);
            }
        }
    }

    private void Ask(ReadOnlySpan<float> x, float sigma)
    {
        var window = _joint[0].Condition.Window;
        var each = checked(_shape.Batch * _shape.Channels * window.Height * window.Width);
        if (_denoised.Length < _joint.Count * each)
        {
            _denoised = new float[checked(_joint.Count * each)];
        }

        _model.Denoise(x, sigma, [.. _joint.Select(asked => asked.Condition)], _denoised.AsSpan(0, _joint.Count * each));
        for (var i = 0; i < _joint.Count; i++)
        {
            var (side, condition) = _joint[i];
            var denoised = _denoised.AsSpan(i * each, each);
            if (_alone[side])
            {
                denoised.CopyTo(_results[side]);
            }
            else
            {
                Add(denoised, condition, _results[side], _counts[side]);
            }
        }
    }

    /// <summary>sum += denoised · weight; count += weight</summary>
    private void Add(ReadOnlySpan<float> denoised, PlacedCondition condition, Span<float> sum, Span<float> count)
    {
        var window = condition.Window;
        for (var picture = 0; picture < _shape.Batch; picture++)
        {
            var weights = condition.Weights.Of(picture);
            for (var y = 0; y < window.Height; y++)
            {
                var weightRow = weights.Slice(y * window.Width, window.Width);
                var countRow = count.Slice((((picture * _shape.Height) + window.Y + y) * _shape.Width) + window.X, window.Width);
                for (var i = 0; i < weightRow.Length; i++)
                {
                    countRow[i] += weightRow[i];
                }

                for (var channel = 0; channel < _shape.Channels; channel++)
                {
                    var plane = (picture * _shape.Channels) + channel;
                    var from = denoised.Slice(((plane * window.Height) + y) * window.Width, window.Width);
                    var to = sum.Slice((((plane * _shape.Height) + window.Y + y) * _shape.Width) + window.X, window.Width);
                    for (var i = 0; i < weightRow.Length; i++)
                    {
                        to[i] += from[i] * weightRow[i];
                    }
                }
            }
        }
    }

    private void Average(Span<float> sum, ReadOnlySpan<float> count)
    {
        var cells = _shape.Height * _shape.Width;
        for (var plane = 0; plane < _shape.Batch * _shape.Channels; plane++)
        {
            var values = sum.Slice(plane * cells, cells);
            var counts = count.Slice(plane / _shape.Channels * cells, cells);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] /= counts[i];
            }
        }
    }

    private readonly record struct Asked(int Side, PlacedCondition Condition);
}
