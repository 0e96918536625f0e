using System.Globalization;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.PyTorch.Pickling;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints.PyTorch;

/// <summary>Finds the tensors in what a pickle held: which of its parts is the state dict, and what stands beside.</summary>
internal sealed class StateDict
{
    private const int DeepestNesting = 32;
    private const int MostTexts = 256;
    private const int LongestText = 1024;

    // What trainers call the weights; averaged ones before those of the last step.
    private static readonly string[] Roots = ["params_ema", "params", "state_dict", "g_ema", "model_state_dict", "model", "ema", "net_g", "generator", "module"];

    private readonly CheckpointFile _file;
    private readonly Dictionary<string, StoredTensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<StoredTensor> _order = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private int _visits;

    private StateDict(CheckpointFile file) => _file = file;

    /// <summary>The tensors, where they stood, and the texts.</summary>
    public static Contents Of(object? top, CheckpointFormat format, CheckpointFile file, string? wanted)
    {
        var state = new StateDict(file);
        var (root, dict) = wanted is null ? state.Choose(top) : state.Walk(top, wanted);
        state.Collect("", dict, 0);
        state.Describe("", top, 0);
        return new Contents(format, state._order, state._texts, root);
    }

    private (string Root, object? Dict) Choose(object? top)
    {
        var (root, here) = ("", Plain(top));
        for (var depth = 0; depth < 4 && here is PickleDict dict; depth++)
        {
            if (Roots.FirstOrDefault(name => dict.TryGet(name, out var part) && HasTensors(part, 0)) is { } known)
            {
                dict.TryGet(known, out var part);
                (root, here) = (Join(root, known), Plain(part));
                continue;
            }

            if (dict.Pairs.Any(pair => TensorOf(pair.Value) is not null))
            {
                break;
            }

            var parts = dict.Pairs.Where(pair => HasTensors(pair.Value, 0)).Take(2).ToList();
            if (parts is not [{ Key: string only, Value: var value }] || Plain(value) is not PickleDict inner)
            {
                break;
            }

            (root, here) = (Join(root, only), inner);
        }

        return (root, here);
    }

    private (string Root, object? Dict) Walk(object? top, string wanted)
    {
        var here = Plain(top);
        var rest = wanted;
        while (rest.Length > 0)
        {
            if (here is PickleDict dict && dict.TryGet(rest, out var whole))
            {
                return (wanted, Plain(whole));
            }

            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            if (dot <= 0 || here is not PickleDict outer || !outer.TryGet(rest[..dot], out var part))
            {
                var there = here is PickleDict known ? string.Join("', '", known.Pairs.Select(pair => pair.Key).OfType<string>().Take(10)) : "";
                throw _file.Refuse($"has no part '{wanted}'{(there.Length > 0 ? $"; there is '{there}'" : "")}.");
            }

            (here, rest) = (Plain(part), rest[(dot + 1)..]);
        }

        return (wanted, here);
    }

    // What is a dictionary for our purpose: a module that only holds parameters is one.
    private static object? Plain(object? value)
        => value is PickleRecord { Of.Meaning: Meaning.ParameterDict, State: PickleDict state } && state.TryGet("_parameters", out var parameters) ? parameters : value;

    private static PickledTensor? TensorOf(object? value) => value switch { PickledTensor tensor => tensor, NumpyArray array => array.AsTensor(), _ => null };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string? KeyOf(object? key) => key switch { string text => text, long number => number.ToString(CultureInfo.InvariantCulture), _ => null };

    private bool HasTensors(object? value, int depth)
    {
        Visit(depth);
        return TensorOf(value) is not null || (Plain(value) is PickleDict dict && dict.Pairs.Any(pair => HasTensors(pair.Value, depth + 1)));
    }

    private void Collect(string path, object? value, int depth)
    {
        Visit(depth);
        if (TensorOf(value) is { } tensor)
        {
            var stored = tensor.Under(path, _file);
            if (!_tensors.TryAdd(path, stored))
            {
                throw _file.Fault($"holds two tensors of the name '{path}'.");
            }

            _order.Add(stored);
            return;
        }

        switch (Plain(value))
        {
            case PickleDict dict:
                foreach (var (key, inner) in Latest(dict))
                {
                    Collect(Join(path, key), inner, depth + 1);
                }

                break;
            case PickleList list: Items(path, list.Items, depth); break;
            case object?[] tuple: Items(path, tuple, depth); break;
        }
    }

    private void Items(string path, IReadOnlyList<object?> items, int depth)
    {
        for (var i = 0; i < items.Count; i++)
        {
            Collect(Join(path, i.ToString(CultureInfo.InvariantCulture)), items[i], depth + 1);
        }
    }

    // A key that was set twice has its last value, in the place of its first.
    private OrderedDictionary<string, object?> Latest(PickleDict dict)
    {
        _visits += dict.Pairs.Count;
        var latest = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var pair in dict.Pairs)
        {
            if (KeyOf(pair.Key) is { } key)
            {
                latest[key] = pair.Value;
            }
        }

        return latest;
    }

    private void Describe(string path, object? value, int depth)
    {
        if (_texts.Count == MostTexts || depth > 4)
        {
            return;
        }

        if (Text(value) is { Length: <= LongestText } text && path.Length is > 0 and <= LongestText)
        {
            _texts.TryAdd(path, text);
        }
        else if (value is PickleDict dict)
        {
            Visit(depth);
            foreach (var pair in dict.Pairs)
            {
                if (KeyOf(pair.Key) is { } key && _texts.Count < MostTexts)
                {
                    Describe(Join(path, key), pair.Value, depth + 1);
                }
            }
        }
    }

    private static string? Text(object? value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    // A pickle may hold one list in itself, or a thousand times: what is looked at is counted.
    private void Visit(int depth)
    {
        if (depth > DeepestNesting || ++_visits > 4 * Contents.MostTensors)
        {
            throw _file.Refuse("holds parts within parts without an end.");
        }
    }
}
