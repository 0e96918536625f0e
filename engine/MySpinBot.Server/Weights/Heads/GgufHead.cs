using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;

namespace MySpinBot.Server.Weights.Heads;

/// <summary>The head of a GGUF file: named values, then name, shape, type and place of every tensor (github.com/ggml-org/ggml, docs/gguf.md).</summary>
internal sealed class GgufHead
{
    private const string Format = "gguf";
    private const int MostEntries = 1 << 20;
    private const int MostShown = 100;
    private const int LongestShown = 200;

    // Bytes of a block and numbers in it, by type; what stands here is what llama.cpp writes.
    private static readonly Dictionary<uint, (string Name, int Bytes, int Numbers)> Types = new()
    {
        [0] = ("F32", 4, 1), [1] = ("F16", 2, 1), [2] = ("Q4_0", 18, 32), [3] = ("Q4_1", 20, 32), [6] = ("Q5_0", 22, 32), [7] = ("Q5_1", 24, 32), [8] = ("Q8_0", 34, 32), [9] = ("Q8_1", 36, 32),
        [10] = ("Q2_K", 84, 256), [11] = ("Q3_K", 110, 256), [12] = ("Q4_K", 144, 256), [13] = ("Q5_K", 176, 256), [14] = ("Q6_K", 210, 256), [15] = ("Q8_K", 292, 256),
        [24] = ("I8", 1, 1), [25] = ("I16", 2, 1), [26] = ("I32", 4, 1), [27] = ("I64", 8, 1), [28] = ("F64", 8, 1), [30] = ("BF16", 2, 1),
    };

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly byte[] _window = new byte[64 << 10];
    private readonly JsonObject _shown = [];
    private long _at, _windowStart, _alignment = 32;
    private int _windowLength;

    private GgufHead(SafeFileHandle file, long length) => (_file, _length) = (file, length);

    /// <summary>What is said, and whether all bytes are there.</summary>
    public static WeightFacts Look(SafeFileHandle file, long length)
    {
        try
        {
            return new GgufHead(file, length).Read();
        }
        catch (EndOfStreamException)
        {
            return WeightFacts.Damaged(Format, "The file ends within its head: it was not downloaded to its end.");
        }
        catch (Exception fault) when (fault is InvalidDataException or OverflowException)
        {
            return WeightFacts.Damaged(Format, $"The head of the file is none of a GGUF file: {fault.Message}");
        }
    }

    private WeightFacts Read()
    {
        if (Number32() != 0x46554747)
        {
            throw new InvalidDataException("it does not begin with 'GGUF'.");
        }

        if (Number32() is var version and not (2 or 3))
        {
            throw new InvalidDataException($"its version is {version}; 2 and 3 are read.");
        }

        var (tensors, values) = (Count(Number64(), 24), Count(Number64(), 13));
        for (var i = 0; i < values; i++)
        {
            ReadValue();
        }

        var (parameters, end, types, isKnown) = (0L, 0L, new SortedDictionary<string, int>(StringComparer.Ordinal), true);
        for (var i = 0; i < tensors; i++)
        {
            Text(0);
            var numbers = Shape();
            var (type, offset) = (Number32(), checked((long)Number64()));
            parameters = checked(parameters + numbers);
            if (Types.TryGetValue(type, out var of))
            {
                types[of.Name] = types.GetValueOrDefault(of.Name) + 1;
                end = Math.Max(end, checked(offset + (numbers / of.Numbers * of.Bytes)));
            }
            else
            {
                types[$"type {type}"] = types.GetValueOrDefault($"type {type}") + 1;
                isKnown = false;
            }
        }

        var start = (_at + _alignment - 1) / _alignment * _alignment;
        var missing = tensors == 0 ? 0 : checked(start + end) - _length;
        return new WeightFacts
        {
            Format = Format,
            Damage = missing > 0 ? $"The file ends {(isKnown ? "" : "at least ")}{missing} bytes too early: it was not downloaded to its end." : null,
            Tensors = tensors,
            Parameters = parameters,
            NumberTypes = types,
            Metadata = JsonSerializer.SerializeToElement(_shown),
        };
    }

    private long Shape()
    {
        var dimensions = Number32();
        if (dimensions > 8)
        {
            throw new InvalidDataException($"a tensor has {dimensions} dimensions.");
        }

        var numbers = 1L;
        for (var i = 0; i < dimensions; i++)
        {
            numbers = checked(numbers * (long)Number64());
        }

        return numbers;
    }

    private void ReadValue()
    {
        var name = Text(LongestShown);
        var type = Number32();
        var value = type == 9 ? Array() : Scalar(type, LongestShown);
        if (name == "general.alignment" && value is JsonValue number && number.TryGetValue<uint>(out var alignment) && alignment is > 0 and <= 1 << 20)
        {
            _alignment = alignment;
        }

        if (name.Length > 0 && value is not null && _shown.Count < MostShown)
        {
            _shown[name] = value;
        }
    }

    private JsonValue? Array()
    {
        var type = Number32();
        var count = (long)Math.Min(Number64(), long.MaxValue);
        if (SizeOf(type) is { } size)
        {
            Skip(checked(count * size));
            return null;
        }

        for (var i = 0; i < Count((ulong)count, 8); i++)
        {
            _ = Scalar(type, 0);
        }

        return null;
    }

    private JsonValue? Scalar(uint type, int longest) => type switch
    {
        0 => JsonValue.Create(Bytes(1)[0]),
        1 => JsonValue.Create((sbyte)Bytes(1)[0]),
        2 => JsonValue.Create(BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2))),
        3 => JsonValue.Create(BinaryPrimitives.ReadInt16LittleEndian(Bytes(2))),
        4 => JsonValue.Create(Number32()),
        5 => JsonValue.Create((int)Number32()),
        6 => Real(BinaryPrimitives.ReadSingleLittleEndian(Bytes(4))),
        7 => JsonValue.Create(Bytes(1)[0] != 0),
        8 => Text(longest) is { Length: > 0 } text ? JsonValue.Create(text) : null,
        10 => JsonValue.Create(Number64()),
        11 => JsonValue.Create((long)Number64()),
        12 => Real(BinaryPrimitives.ReadDoubleLittleEndian(Bytes(8))),
        _ => throw new InvalidDataException($"a value is of type {type}, which there is not."),
    };

    private static JsonValue? Real(double number) => double.IsFinite(number) ? JsonValue.Create(number) : null;

    private static int? SizeOf(uint type) => type switch { 0 or 1 or 7 => 1, 2 or 3 => 2, 4 or 5 or 6 => 4, 10 or 11 or 12 => 8, _ => null };

    private int Count(ulong stated, int least)
        => stated <= MostEntries && stated * (ulong)least <= (ulong)_length ? (int)stated
            : stated > MostEntries ? throw new InvalidDataException($"it states {stated} entries.") : throw new EndOfStreamException();

    // A long text is read over and not kept.
    private string Text(int longest)
    {
        var length = Number64();
        if (length > (ulong)(_length - _at))
        {
            throw new EndOfStreamException();
        }

        if (length > (ulong)longest)
        {
            Skip((long)length);
            return "";
        }

        return Encoding.UTF8.GetString(Bytes((int)length));
    }

    private uint Number32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    private ulong Number64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    private void Skip(long bytes) => _at = bytes >= 0 && bytes <= _length - _at ? _at + bytes : throw new EndOfStreamException();

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (_at < _windowStart || _at + count > _windowStart + _windowLength)
        {
            (_windowStart, _windowLength) = (_at, WeightHead.Fill(_file, _window, _at));
            if (_windowLength < count)
            {
                throw new EndOfStreamException();
            }
        }

        var start = (int)(_at - _windowStart);
        _at += count;
        return _window.AsSpan(start, count);
    }
}
