using System.Collections.Immutable;
using System.Text;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>What an <c>.onnx</c> file takes and gives, read without its weights. (onnx.proto: ModelProto, GraphProto, ValueInfoProto.)</summary>
/// <param name="Inputs">What a run brings; initializers are no inputs.</param>
/// <param name="Outputs">What a run gives.</param>
/// <param name="WeightBytes">Bytes of the initializers, wherever they lie.</param>
internal sealed record OnnxHead(ImmutableArray<GraphValue> Inputs, ImmutableArray<GraphValue> Outputs, long WeightBytes)
{
    private const int MostValues = 4096;
    private const int MostText = 4096;

    /// <exception cref="CheckpointException">It is no ONNX file, or damaged.</exception>
    internal static OnnxHead Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            using var reader = new BinaryReader(file, Encoding.UTF8);
            return new Reading(path, file, reader).Model();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The ONNX file '{path}' cannot be read: {fault.Message}", fault);
        }
    }

    private sealed class Reading(string path, FileStream file, BinaryReader reader)
    {
        private readonly HashSet<string> _initializers = new(StringComparer.Ordinal);
        private readonly List<GraphValue> _inputs = [];
        private readonly List<GraphValue> _outputs = [];
        private long _weightBytes;

        internal OnnxHead Model()
        {
            var hasGraph = false;
            Fields(file.Length, (field, length) =>
            {
                if (field == 7)
                {
                    hasGraph = true;
                    Graph(file.Position + length);
                }
            });
            return hasGraph ? new OnnxHead([.. _inputs.Where(input => !_initializers.Contains(input.Name))], [.. _outputs], _weightBytes)
                : throw Damaged("it holds no graph");
        }

        private void Graph(long end) => Fields(end, (field, length) =>
        {
            switch (field)
            {
                case 5:
                    Initializer(file.Position + length);
                    break;
                case 11:
                    Value(_inputs, file.Position + length);
                    break;
                case 12:
                    Value(_outputs, file.Position + length);
                    break;
            }
        });

        private void Initializer(long end)
        {
            var (count, type) = (1L, 0L);
            Fields(
                end,
                (field, length) =>
                {
                    if (field == 8)
                    {
                        _initializers.Add(Text(length));
                    }
                    else if (field == 1)
                    {
                        for (var stop = file.Position + length; file.Position < stop;)
                        {
                            count = checked(count * Number());
                        }
                    }
                },
                (field, number) =>
                {
                    count = field == 1 ? checked(count * number) : count;
                    type = field == 2 ? number : type;
                });
            _weightBytes = checked(_weightBytes + (count * (Known(type)?.Size() ?? 1)));
        }

        private void Value(List<GraphValue> values, long end)
        {
            var (name, type, shape) = ("", 0L, new List<Dim>());
            Fields(end, (field, length) =>
            {
                if (field == 1)
                {
                    name = Text(length);
                }
                else if (field == 2)
                {
                    Fields(file.Position + length, (kind, inner) =>
                    {
                        if (kind == 1)
                        {
                            Fields(file.Position + inner, (part, rest) => Shape(part, rest, shape), (part, number) => type = part == 1 ? number : type);
                        }
                    });
                }
            });
            values.Add(values.Count < MostValues && Known(type) is { } known ? new GraphValue(name, known, [.. shape.Select((dim, axis) => dim == 0 ? Dim.Of($"{Plain(name)}_{axis}") : dim)])
                : throw Damaged($"'{name}' is not a tensor of numbers"));
        }

        private void Shape(int part, long length, List<Dim> shape)
        {
            if (part != 2)
            {
                return;
            }

            Fields(file.Position + length, (field, inner) =>
            {
                if (field != 1)
                {
                    return;
                }

                var (size, name) = (0L, "");
                Fields(file.Position + inner, (which, rest) => name = which == 2 ? Text(rest) : name, (which, number) => size = which == 1 ? number : size);
                shape.Add(shape.Count >= 32 ? throw Damaged("a tensor has more than 32 dimensions") : size > 0 ? size : name.Length > 0 && Plain(name) == name ? Dim.Of(name) : 0);
            });
        }

        private static TensorType? Known(long type)
        {
            try
            {
                return OnnxDataType.Of(type);
            }
            catch (ShapeUnknownException)
            {
                return null;
            }
        }

        // A name that a dimension may have: files name them anyhow.
        private static string Plain(string name)
        {
            var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
            return plain.Length > 0 && char.IsAsciiLetter(plain[0]) ? plain : $"n{plain}";
        }

        private void Fields(long end, Action<int, long> message, Action<int, long>? number = null)
        {
            if (end > file.Length)
            {
                throw Damaged("it ends too early");
            }

            while (file.Position < end)
            {
                var tag = Number();
                switch (tag & 7)
                {
                    case 0:
                        var value = Number();
                        number?.Invoke((int)(tag >> 3), value);
                        break;
                    case 1:
                        file.Position += 8;
                        break;
                    case 5:
                        file.Position += 4;
                        break;
                    case 2:
                        var length = Number();
                        var stop = length < 0 || length > end - file.Position ? throw Damaged("a part of it is longer than the whole") : file.Position + length;
                        message((int)(tag >> 3), length);
                        file.Position = stop;
                        break;
                    default:
                        throw Damaged("it is no ONNX file");
                }
            }
        }

        private long Number()
        {
            try
            {
                return reader.Read7BitEncodedInt64();
            }
            catch (Exception fault) when (fault is FormatException or EndOfStreamException)
            {
                throw Damaged("it is no ONNX file");
            }
        }

        private string Text(long length) => length <= MostText ? Encoding.UTF8.GetString(reader.ReadBytes((int)length)) : throw Damaged("a name in it is too long");

        private CheckpointException Damaged(string how) => new($"'{path}' cannot be used as an ONNX model: {how}.");
    }
}
