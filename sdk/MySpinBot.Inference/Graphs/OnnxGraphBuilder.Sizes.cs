using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <content>Sizes that only a run knows, as tensors: what reshapes and paddings are told by.</content>
public sealed partial class OnnxGraphBuilder
{
    private readonly Dictionary<string, GraphValue> _sizes = new(StringComparer.Ordinal);

    /// <summary>Sizes as an Int64 tensor of one dimension: a constant where all are known, else computed from the shapes of the inputs.</summary>
    public GraphValue Sizes(params ReadOnlySpan<Dim> sizes)
    {
        ImmutableArray<Dim> all = [.. sizes];
        if (all.All(size => size.IsKnown))
        {
            return Constant([.. all.Select(size => size.Known)], [all.Length]);
        }

        return all.Length == 1 ? Size(all[0]) : Add("Concat", [.. all.Select(Size)], ("axis", 0L));
    }

    // What Reshape is told. 0 keeps a size, −1 leaves one over: so most shapes of a run need no computing.
    private GraphValue Target(GraphValue x, ImmutableArray<Dim> filled)
    {
        var told = filled.ToBuilder();
        var open = -1;
        for (var i = 0; i < filled.Length; i++)
        {
            if (!filled[i].IsKnown && i < x.Rank && x.Shape[i] == filled[i])
            {
                told[i] = 0;
            }
            else if (!filled[i].IsKnown)
            {
                open = i;
            }
        }

        if (open >= 0)
        {
            told[open] = -1;
        }

        return Sizes([.. told]);
    }

    private GraphValue Size(Dim size)
    {
        if (size.IsKnown)
        {
            return Constant([size.Known]);
        }

        if (_sizes.TryGetValue(size.ToString(), out var known))
        {
            return known;
        }

        using var scope = Outside("sizes");
        return _sizes[size.ToString()] = size.Name is { } name ? Brought(name) : Computed(size.Sum);
    }

    private GraphValue Computed(DimSum sum)
    {
        var total = sum.Constant == 0 ? null : Constant([sum.Constant]);
        foreach (var term in sum.Terms)
        {
            var product = term.Coefficient == 1 ? null : Constant([term.Coefficient]);
            foreach (var factor in term.Factors)
            {
                // Sizes are not negative, so that ONNX's division, which goes towards zero, rounds down.
                var value = factor.Name is not null ? Size(Dim.Of(factor.Name)) : Div(Size(Dim.From(factor.Dividend!)), Constant([factor.Divisor]));
                product = product is null ? value : Mul(product, value);
            }

            total = total is null ? product : Add(total, product!);
        }

        return total!;
    }

    private GraphValue Brought(string name)
    {
        foreach (var input in _inputs)
        {
            for (var axis = 0; axis < input.Rank; axis++)
            {
                // Plain, or a multiple: an input of 8*h tells h.
                if (input.Shape[axis].Name == name)
                {
                    return Add("Shape", [input], ("start", (long)axis), ("end", axis + 1L));
                }

                if (!input.Shape[axis].IsKnown && input.Shape[axis].Sum is { Constant: 0, Terms: [{ Factors: [{ Name: { } factor }], Coefficient: > 1 and var times }] } && factor == name)
                {
                    return Div(Add("Shape", [input], ("start", (long)axis), ("end", axis + 1L)), Constant([times]));
                }
            }
        }

        throw new ArgumentException($"The size '{name}' is wanted in the graph {Name}, and no input tells it: name a dimension of an input so.");
    }

    // What is computed once for all has no module that it belongs to.
    private Leaving Outside(string scope)
    {
        _scopes.Push(scope);
        return new Leaving(this, _scopes.Count);
    }
}
