namespace MySpinBot.Checkpoints.PyTorch.Pickling;

/// <summary>The stack of the machine, with marks, and its memo.</summary>
internal sealed class PickleStack(Func<string, CheckpointException> fault)
{
    private const int MostMarks = 10_000;

    private readonly List<object?> _items = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];

    private int Floor => _marks.Count == 0 ? 0 : _marks[^1];

    public int Count => _items.Count;

    public void Push(object? item) => _items.Add(item);

    public void Mark()
    {
        if (_marks.Count == MostMarks)
        {
            throw fault($"nests deeper than {MostMarks} levels.");
        }

        _marks.Add(_items.Count);
    }

    public object? Pop()
    {
        var item = Top;
        _items.RemoveAt(_items.Count - 1);
        return item;
    }

    public object? Top => _items.Count > Floor ? _items[^1] : throw fault("takes more from its stack than lies on it.");

    /// <summary>All above the last mark, which goes with them.</summary>
    public object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw fault("wants a mark that it has not set.");
        }

        var floor = Floor;
        var items = _items.GetRange(floor, _items.Count - floor).ToArray();
        _items.RemoveRange(floor, _items.Count - floor);
        _marks.RemoveAt(_marks.Count - 1);
        return items;
    }

    /// <summary>Takes a value, or the mark itself where nothing lies above it.</summary>
    public void Discard()
    {
        if (_marks.Count > 0 && _items.Count == Floor)
        {
            _marks.RemoveAt(_marks.Count - 1);
        }
        else
        {
            Pop();
        }
    }

    public void Put(long index) => _memo[index] = Top;

    public void Memoize() => _memo[_memo.Count] = Top;

    public object? Get(long index) => _memo.TryGetValue(index, out var value) ? value : throw fault($"wants number {index} of its memory, where nothing was put.");
}
