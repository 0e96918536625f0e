using System.Text;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.PyTorch.Pickling;

namespace MySpinBot.Checkpoints.PyTorch;

/// <summary>What the pickle of a checkpoint may ask for: tensors and plain data. Everything else is refused by name.</summary>
/// <param name="file">For sentences.</param>
/// <param name="find">The bytes of a storage; null where they are not known yet.</param>
internal sealed class PyTorchWorld(CheckpointFile file, Func<PickledStorage, TensorBytes?> find) : IPickleWorld
{
    private const int LongestShown = 100;

    private readonly Dictionary<string, PickledStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>All that the pickle named, by key.</summary>
    public IReadOnlyDictionary<string, PickledStorage> Storages => _storages;

    public CheckpointException Fault(string finding) => file.Refuse(finding);

    public PickleGlobal Find(string module, string name)
    {
        if (AllowList.Find(module, name) is { } known)
        {
            return known;
        }

        var whole = Shown($"{module}.{name}");
        if (name is "_rebuild_qtensor" or "_rebuild_sparse_tensor" or "_rebuild_sparse_csr_tensor" or "_rebuild_nested_tensor" || name.EndsWith("Storage", StringComparison.Ordinal))
        {
            throw Fault($"holds tensors of a kind that is not read ('{whole}'); dense tensors of floats and whole numbers are. Save it again as those.");
        }

        // A capital begins a class: somebody saved an object rather than its weights.
        throw char.IsUpper(name.Length == 0 ? ' ' : name[0]) && module != "builtins" && module != "__builtin__"
            ? Fault($"holds an object of the Python class '{whole}', not only weights, and would need that program to be run; nothing in a file is ever run here. Take the same model as safetensors, or save only its weights: torch.save(model.state_dict(), …).")
            : Fault($"wants the Python function '{whole}' to be called when it is opened, which no file of weights needs: it may be malicious. Nothing was run. Take the model from a source that you trust, best as safetensors.");
    }

    public object? Load(object? id)
    {
        if (id is not object?[] { Length: >= 5 } parts || parts[0] is not string kind || kind != "storage" || parts[1] is not PickleGlobal type || !AllowList.TryStorage(type, out var number)
            || KeyOf(parts[2]) is not { } key || parts[4] is not long count || count < 0)
        {
            throw Fault("names numbers outside of its pickle in a way that is not PyTorch's.");
        }

        // Of a legacy file's storage only a part may be meant.
        if (parts.Length > 5 && parts[5] is object?[])
        {
            throw Fault("holds storages within storages, as only PyTorch before 0.4 wrote them; load it with PyTorch and save it again.");
        }

        if (!_storages.TryGetValue(key, out var storage))
        {
            storage = new PickledStorage(key, number, count);
            storage.Bytes = find(storage);
            _storages.Add(key, storage);
        }
        else if (storage.Type != number)
        {
            throw Fault($"uses the storage '{Shown(key)}' as numbers of two types.");
        }

        return storage;
    }

    public object? Call(PickleGlobal function, object?[] arguments) => function.Meaning switch
    {
        Meaning.Dict => Dict(arguments),
        Meaning.Sequence => arguments is [PickleList list] ? list : arguments is [object?[] tuple] ? tuple : new PickleList(),
        Meaning.Record or Meaning.Storage or Meaning.ParameterDict => new PickleRecord(function, arguments),
        Meaning.Reconstruct => arguments is [PickleGlobal { Meaning: Meaning.Record } of, ..] ? new PickleRecord(of, []) : throw Misused(function),
        Meaning.Encode => arguments is [string text, ..] ? Encoding.Latin1.GetBytes(text) : throw Misused(function),
        Meaning.Tensor or Meaning.TypedTensor or Meaning.Parameter or Meaning.TensorOfClass => Rebuilding.Tensor(function, arguments) ?? throw Misused(function),
        Meaning.NumpyType => NumpyType.Of(arguments) ?? throw Misused(function),
        Meaning.NumpyArray => new NumpyArray(),
        Meaning.NumpyScalar => arguments is [NumpyType of, byte[] bytes, ..] ? of.Number(bytes) : throw Misused(function),
        _ => throw Misused(function),
    };

    public void Build(object? target, object? state)
    {
        switch (target)
        {
            case NumpyType type: type.Build(state); break;
            case NumpyArray array: array.Build(state, Fault); break;
            case PickleRecord record: record.State = state; break;
            case PickleDict or PickleList or PickledTensor: break; // attributes beside the data, such as _metadata
            default: throw Fault("gives a state to what has none.");
        }
    }

    private static PickleDict Dict(object?[] arguments)
    {
        var dict = new PickleDict();
        foreach (var argument in arguments)
        {
            if (argument is PickleDict given)
            {
                dict.Pairs.AddRange(given.Pairs);
            }
            else if (argument is PickleList pairs)
            {
                foreach (var pair in pairs.Items)
                {
                    if ((pair as PickleList)?.Items is [var key, var value])
                    {
                        dict.Pairs.Add(new(key, value));
                    }
                    else if (pair is object?[] and [var left, var right])
                    {
                        dict.Pairs.Add(new(left, right));
                    }
                }
            }
        }

        return dict;
    }

    private static string? KeyOf(object? key) => key switch { string text => text, long number => number.ToString(System.Globalization.CultureInfo.InvariantCulture), _ => null };

    private static string Shown(string text)
    {
        var plain = string.Concat(text.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));
        return plain.Length <= LongestShown ? plain : $"{plain[..LongestShown]}…";
    }

    private CheckpointException Misused(PickleGlobal function) => Fault($"calls '{function.Name}' with what it does not take.");
}
