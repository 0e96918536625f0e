using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints.Onnx;

/// <summary>Reads a TensorProto: what it is, and where its numbers lie. Numbers that are written as they are stay in the file; those written one by one are few, and are kept.</summary>
internal sealed class OnnxTensorReader(CheckpointFile file, ProtoReader input, Func<string, CheckpointException> fault)
{
    private const long MostFew = 1024;

    public OnnxFileTensor Read(long end)
    {
        var shape = ImmutableArray.CreateBuilder<long>();
        var external = new Dictionary<string, string>(StringComparer.Ordinal);
        var (name, number, isExternal) = ("", 0UL, false);
        var numbers = new Numbers(file);
        while (input.TryField(end, out var field, out var wire))
        {
            switch (field, wire)
            {
                case (1, 0): Side(shape); break;
                case (1, 2): for (var to = input.Enter(end); input.Position < to;) { Side(shape); } break;
                case (2, 0): number = input.Varint(); break;
                case (4 or 9 or 10, 2): numbers.Place(input.Enter(end), input); break;
                case (4, 5): numbers.Add(input.Single()); break;
                case (10, 1): numbers.Add(input.Double()); break;
                case (5 or 7 or 11, 0): numbers.Add(input.Varint()); break;
                case (5 or 7 or 11, 2): for (var to = input.Enter(end); input.Position < to;) { numbers.Add(input.Varint()); } break;
                case (8, 2): name = input.Text(end) ?? throw fault("has a name of more than 64 KiB."); break;
                case (13, 2): Pair(input.Enter(end), external); break;
                case (14, 0): isExternal = input.Varint() == 1; break;
                default: input.Skip(wire, end); break;
            }
        }

        return Tensor(name, OnnxTypes.Of(number), shape.DrainToImmutable(), numbers, isExternal ? External(external, name) : null);
    }

    private OnnxFileTensor Tensor(string name, TensorType? type, ImmutableArray<long> shape, Numbers numbers, OnnxExternalData? external)
    {
        if (type is null)
        {
            return new OnnxFileTensor(name, null, shape, external);
        }

        if (!Extent.TryBytes(shape.AsSpan(), type.Value.Size(), out var bytes))
        {
            throw fault($"states the shape [{string.Join(", ", shape)}] for '{name}', which is none.");
        }

        if (external is not null)
        {
            return external.Length is null || external.Length >= bytes ? new OnnxFileTensor(name, type, shape, external) : throw fault($"gives '{name}' {external.Length} bytes beside the file, where it takes {bytes}.");
        }

        var held = numbers.As(type.Value);
        return held.Length == bytes ? new OnnxFileTensor(name, type, shape, null) { Bytes = held, Few = Few(held) } : throw fault($"holds {held.Length} bytes of '{name}', which takes {bytes}.");
    }

    private static ImmutableArray<byte> Few(TensorBytes held)
    {
        if (held.Length > MostFew)
        {
            return [];
        }

        var bytes = new byte[held.Length];
        held.Read(0, bytes);
        return [.. bytes];
    }

    private void Side(ImmutableArray<long>.Builder shape)
    {
        if (shape.Count == Extent.MostDimensions)
        {
            throw fault($"has a tensor of more than {Extent.MostDimensions} dimensions.");
        }

        shape.Add((long)input.Varint());
    }

    private void Pair(long end, Dictionary<string, string> pairs)
    {
        var (key, value) = ("", "");
        while (input.TryField(end, out var field, out var wire))
        {
            switch (field, wire)
            {
                case (1, 2): key = input.Text(end) ?? ""; break;
                case (2, 2): value = input.Text(end) ?? ""; break;
                default: input.Skip(wire, end); break;
            }
        }

        pairs[key] = value;
    }

    private OnnxExternalData External(Dictionary<string, string> pairs, string name)
    {
        var length = pairs.TryGetValue("length", out var stated) ? stated : null;
        return pairs.TryGetValue("location", out var location) && location.Length > 0
            && TryNumber(pairs.GetValueOrDefault("offset", "0"), out var offset) && (length is null || TryNumber(length, out _))
            ? new OnnxExternalData(location, offset, length is null ? null : long.Parse(length, CultureInfo.InvariantCulture))
            : throw fault($"says of '{name}' that its numbers lie beside the file, but not where.");
    }

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>Numbers of one tensor: a place in the file, or a list.</summary>
    private sealed class Numbers(CheckpointFile file)
    {
        private (long Start, long Length)? _place;
        private ArrayBufferWriter<byte>? _wholes;
        private ArrayBufferWriter<byte>? _reals;

        public void Place(long end, ProtoReader input)
        {
            _place = _place is null ? (input.Position, end - input.Position) : throw file.Fault("is an ONNX model that holds the numbers of a tensor in two places: it is damaged.");
            input.SkipTo(end);
        }

        public void Add(float number)
        {
            var to = (_reals ??= new ArrayBufferWriter<byte>()).GetSpan(4);
            BinaryPrimitives.WriteSingleLittleEndian(to, number);
            _reals.Advance(4);
        }

        public void Add(double number)
        {
            var to = (_reals ??= new ArrayBufferWriter<byte>()).GetSpan(8);
            BinaryPrimitives.WriteDoubleLittleEndian(to, number);
            _reals.Advance(8);
        }

        public void Add(ulong number)
        {
            var to = (_wholes ??= new ArrayBufferWriter<byte>()).GetSpan(8);
            BinaryPrimitives.WriteUInt64LittleEndian(to, number);
            _wholes.Advance(8);
        }

        // Whole numbers stand in eight bytes; a type of fewer takes the lowest of them.
        public TensorBytes As(TensorType type)
        {
            if (_place is { } place)
            {
                return new FileBytes(file, place.Start, place.Length);
            }

            if (_wholes is null)
            {
                return new HeldBytes(_reals?.WrittenMemory.ToArray() ?? []);
            }

            var size = type.Size();
            var wide = _wholes.WrittenSpan;
            var bytes = new byte[wide.Length / 8 * size];
            for (var i = 0; i < wide.Length / 8; i++)
            {
                wide.Slice(i * 8, size).CopyTo(bytes.AsSpan(i * size));
            }

            return new HeldBytes(bytes);
        }
    }
}
