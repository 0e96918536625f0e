namespace MySpinBot.Checkpoints.PyTorch.Pickling;

// What a pickle holds: null, bool, long, BigInteger, double, string, byte[], object?[] (a tuple), and these.

/// <summary>A list or a set.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A dictionary as the pairs that were put into it, in their order. Keys are compared when they are wanted and have become texts: a pickle cannot make us hash what it likes.</summary>
internal sealed class PickleDict
{
    public List<KeyValuePair<object?, object?>> Pairs { get; } = [];

    /// <summary>The value of this key; of several, the last.</summary>
    public bool TryGet(string key, out object? value)
    {
        for (var i = Pairs.Count - 1; i >= 0; i--)
        {
            if (Pairs[i].Key is string text && text == key)
            {
                value = Pairs[i].Value;
                return true;
            }
        }

        value = null;
        return false;
    }
}

/// <summary>A name of Python's that is on the allow-list.</summary>
internal sealed record PickleGlobal(string Name, Meaning Meaning);

/// <summary>A Python object of which only the data is kept.</summary>
internal sealed class PickleRecord(PickleGlobal of, object?[] arguments)
{
    public PickleGlobal Of { get; } = of;

    public object?[] Arguments { get; } = arguments;

    public object? State { get; set; }
}
