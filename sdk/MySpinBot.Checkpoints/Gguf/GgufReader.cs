using System.Collections.Immutable;
using System.Text;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints.Gguf;

/// <summary>Reads the head of a GGUF file. No count that it states is believed before it is compared with the bytes that are left.</summary>
internal sealed class GgufReader
{
    private const int MostEntries = 1 << 20;
    private const int LongestText = 64 << 10;
    private const int MostText = 16 << 20;
    private const int MostDimensions = 8;
    private const int MostAlignment = 1 << 20;

    private readonly CheckpointFile _file;
    private readonly ByteWindow _input;
    private readonly OrderedDictionary<string, GgufValue> _values = new(StringComparer.Ordinal);
    private readonly IReadOnlyCollection<string> _lists;
    private int _text;

    private GgufReader(CheckpointFile file, IReadOnlyCollection<string> lists)
    {
        (_file, _lists) = (file, lists);
        _input = new ByteWindow(new FileBytes(file, 0, file.Length), CutOff);
    }

    public static GgufFile Read(CheckpointFile file) => Read(file, []);

    public static GgufFile Read(CheckpointFile file, IReadOnlyCollection<string> lists) => new GgufReader(file, lists).Read();

    private CheckpointException CutOff() => _file.Fault("ends within its head: it was not downloaded to its end.");

    private CheckpointException Fault(string what) => _file.Fault($"has a head that is none of a GGUF file: {what}");

    private GgufFile Read()
    {
        if (!_input.Few(4).SequenceEqual("GGUF"u8))
        {
            throw Fault("it does not begin with 'GGUF'.");
        }

        var version = _input.UInt32();
        if (version is not (2 or 3))
        {
            throw Fault(version is 0x02000000 or 0x03000000 ? "its numbers are big-endian, which are not read." : $"its version is {version}; 2 and 3 are read.");
        }

        var (tensorCount, valueCount) = (Count(_input.UInt64(), 24), Count(_input.UInt64(), 13));
        for (var i = 0; i < valueCount; i++)
        {
            ReadValue();
        }

        var alignment = Alignment();
        var (tensors, names) = (ImmutableArray.CreateBuilder<GgufTensor>(), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < tensorCount; i++)
        {
            var tensor = Tensor(alignment);
            tensors.Add(names.Add(tensor.Name) ? tensor : throw Fault($"it has two tensors of the name '{tensor.Name}'."));
        }

        var dataAt = (_input.Position + alignment - 1) / alignment * alignment;
        CheckEnd(tensors, dataAt);
        return new GgufFile { Version = version, Values = _values, Tensors = tensors.DrainToImmutable(), DataAt = dataAt };
    }

    private void CheckEnd(ImmutableArray<GgufTensor>.Builder tensors, long dataAt)
    {
        var (end, isKnown) = (0L, true);
        foreach (var tensor in tensors)
        {
            isKnown &= tensor.Bytes is not null;
            end = Math.Max(end, tensor.Offset + (tensor.Bytes ?? 0));
        }

        if (tensors.Count > 0 && end > _file.Length - dataAt)
        {
            throw _file.Fault($"ends {(isKnown ? "" : "at least ")}{end - (_file.Length - dataAt)} bytes too early: it was not downloaded to its end.");
        }
    }

    private long Alignment()
    {
        if (!_values.TryGetValue("general.alignment", out var stated))
        {
            return 32;
        }

        return stated.Value is long and > 0 and <= MostAlignment and var alignment ? alignment : throw Fault($"its tensors are said to stand at multiples of '{stated}'.");
    }

    private GgufTensor Tensor(long alignment)
    {
        var name = Text() ?? throw Fault("a tensor's name has more than 64 KiB.");
        var dimensions = _input.UInt32();
        if (dimensions > MostDimensions)
        {
            throw Fault($"a tensor has {dimensions} dimensions.");
        }

        var shape = new long[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            shape[dimensions - 1 - i] = _input.Int64();
        }

        var (number, offset) = (_input.UInt32(), _input.Int64());
        var type = GgufType.Of(number);
        if (!Extent.TryBytes(shape, 1, out var count) || !Extent.TryBytes(shape, type?.Bytes ?? 1, out var whole) || offset < 0 || offset > long.MaxValue - whole)
        {
            throw Fault($"'{name}' has a shape or a place that is none.");
        }

        if (offset % alignment != 0)
        {
            throw Fault($"'{name}' stands at {offset}, which is no multiple of {alignment}.");
        }

        if (type is not null && shape.Length > 0 && shape[^1] % type.Numbers != 0)
        {
            throw Fault($"'{name}' has rows of {shape[^1]} numbers, which {type.Name} packs {type.Numbers} at a time.");
        }

        return new GgufTensor(name, type?.Name ?? $"type {number}", type?.Type, [.. shape], offset, type is null ? null : checked(count / type.Numbers * type.Bytes));
    }

    private void ReadValue()
    {
        var name = Text() ?? throw Fault("the name of a value has more than 64 KiB.");
        var type = _input.UInt32();
        if (!_values.TryAdd(name, type == 9 ? List(_lists.Contains(name)) : new GgufValue(Scalar(type)) { NumberBytes = SizeOf(type) ?? 0 }))
        {
            throw Fault($"it has two values of the name '{name}'.");
        }
    }

    // Long lists (a vocabulary has hundreds of thousands of texts) are read over.
    private GgufValue List(bool isWanted)
    {
        var (type, stated) = (_input.UInt32(), _input.UInt64());
        if (SizeOf(type) is { } size)
        {
            var bytes = stated <= (ulong)_input.Remaining / (ulong)size ? (long)stated * size : throw CutOff();
            var numbers = ImmutableArray<double>.Empty;
            if (stated <= GgufValue.LongestList || isWanted)
            {
                var read = ImmutableArray.CreateBuilder<double>(Count(stated, size));
                for (var i = 0; i < (int)stated; i++)
                {
                    read.Add(Convert.ToDouble(Scalar(type), System.Globalization.CultureInfo.InvariantCulture));
                }

                numbers = read.MoveToImmutable();
            }
            else
            {
                _input.Skip(bytes);
            }

            return new GgufValue(null, (long)stated) { ListOf = type is 6 or 12 ? typeof(double) : type == 7 ? typeof(bool) : typeof(long), NumberBytes = size, Numbers = numbers };
        }

        if (type != 8)
        {
            throw Fault($"a list holds values of type {type}, which is not read.");
        }

        var count = Count(stated, 8);
        var texts = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(isWanted ? count : 0);
        for (var i = 0; i < count; i++)
        {
            if (isWanted)
            {
                texts.Add(_input.Take(Length()));
            }
            else
            {
                _input.Skip(Length());
            }
        }

        return new GgufValue(null, count) { ListOf = typeof(string), Texts = texts.DrainToImmutable() };
    }

    private object? Scalar(uint type) => type switch
    {
        0 => (long)_input.Byte(),
        1 => (long)(sbyte)_input.Byte(),
        2 => (long)_input.UInt16(),
        3 => (long)(short)_input.UInt16(),
        4 => (long)_input.UInt32(),
        5 => (long)_input.Int32(),
        6 => (double)_input.Single(),
        7 => _input.Byte() != 0,
        8 => Text(),
        10 => _input.UInt64(),
        11 => _input.Int64(),
        12 => _input.Double(),
        _ => throw Fault($"a value is of type {type}, which there is not."),
    };

    private static int? SizeOf(uint type) => type switch { 0 or 1 or 7 => 1, 2 or 3 => 2, 4 or 5 or 6 => 4, 10 or 11 or 12 => 8, _ => null };

    private int Count(ulong stated, int least)
        => stated > MostEntries ? throw Fault($"it states {stated} entries.") : stated * (ulong)least <= (ulong)_input.Remaining ? (int)stated : throw CutOff();

    private long Length() => _input.UInt64() is var length && length <= (ulong)_input.Remaining ? (long)length : throw CutOff();

    private string? Text()
    {
        var length = Length();
        if (length <= LongestText && _text + length <= MostText)
        {
            _text += (int)length;
            return Encoding.UTF8.GetString(_input.Few((int)length));
        }

        _input.Skip(length);
        return null;
    }
}
