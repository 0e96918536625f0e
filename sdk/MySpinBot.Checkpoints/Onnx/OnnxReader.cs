using System.Collections.Immutable;
using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.Onnx;

/// <summary>Reads a ModelProto field by field.</summary>
internal sealed class OnnxReader
{
    private const int DeepestNesting = 16;
    private const int MostThings = 2_000_000;

    private readonly CheckpointFile _file;
    private readonly ProtoReader _input;
    private readonly OnnxTensorReader _tensors;
    private int _things;

    private OnnxReader(CheckpointFile file)
    {
        _file = file;
        _input = new ProtoReader(new ByteWindow(new FileBytes(file, 0, file.Length), () => file.Fault("ends within a field: it was not downloaded to its end.")), Fault);
        _tensors = new OnnxTensorReader(file, _input, Fault);
    }

    public static OnnxFile Read(CheckpointFile file) => new OnnxReader(file).Model();

    private CheckpointException Fault(string what) => _file.Fault(what.StartsWith("ends", StringComparison.Ordinal) ? what : $"is no ONNX model, or is damaged: it {what}");

    // What a file of some bytes can make us remember is a multiple of it; this bounds the whole.
    private void Count()
    {
        if (++_things > MostThings)
        {
            throw Fault($"has more than {MostThings} parts.");
        }
    }

    private OnnxFile Model()
    {
        var (opsets, metadata) = (new Dictionary<string, long>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        OnnxFileGraph? graph = null;
        var (version, producer, producerVersion, functions) = (0L, "", "", 0);
        while (_input.TryField(_file.Length, out var field, out var wire))
        {
            switch (field, wire)
            {
                case (1, 0): version = (long)_input.Varint(); break;
                case (2, 2): producer = _input.Text(_file.Length) ?? ""; break;
                case (3, 2): producerVersion = _input.Text(_file.Length) ?? ""; break;
                case (7, 2): graph = graph is null ? Graph(_input.Enter(_file.Length), 0) : throw Fault("has two graphs."); break;
                case (8, 2): Opset(_input.Enter(_file.Length), opsets); break;
                case (14, 2): Count(); if (Pair(_input.Enter(_file.Length)) is { } pair) { metadata.TryAdd(pair.Key, pair.Value); } break;
                case (25, 2): functions++; _input.Skip(wire, _file.Length); break;
                case (4 or 5 or 6 or 20 or 26, _): _input.Skip(wire, _file.Length); break;
                default: throw Fault($"has the field {field}, which a model has not.");
            }
        }

        return graph is null ? throw _file.Fault("has no graph: it is no ONNX model, or was not downloaded to its end.")
            : new OnnxFile { IrVersion = version, Producer = producer, ProducerVersion = producerVersion, Functions = functions, Opsets = opsets, Metadata = metadata, Graph = graph };
    }

    private OnnxFileGraph Graph(long end, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw Fault($"nests graphs deeper than {DeepestNesting} levels.");
        }

        var name = "";
        var (inputs, outputs, values) = (ImmutableArray.CreateBuilder<OnnxFileValue>(), ImmutableArray.CreateBuilder<OnnxFileValue>(), ImmutableArray.CreateBuilder<OnnxFileValue>());
        var (tensors, nodes) = (ImmutableArray.CreateBuilder<OnnxFileTensor>(), ImmutableArray.CreateBuilder<OnnxFileNode>());
        while (_input.TryField(end, out var field, out var wire))
        {
            Count();
            switch (field, wire)
            {
                case (1, 2): nodes.Add(Node(_input.Enter(end), depth)); break;
                case (2, 2): name = _input.Text(end) ?? ""; break;
                case (5, 2): tensors.Add(_tensors.Read(_input.Enter(end))); break;
                case (11, 2): inputs.Add(Value(_input.Enter(end))); break;
                case (12, 2): outputs.Add(Value(_input.Enter(end))); break;
                case (13, 2): values.Add(Value(_input.Enter(end))); break;
                default: _input.Skip(wire, end); break;
            }
        }

        return new OnnxFileGraph(name, inputs.DrainToImmutable(), outputs.DrainToImmutable(), values.DrainToImmutable(), tensors.DrainToImmutable(), nodes.DrainToImmutable());
    }

    private OnnxFileNode Node(long end, int depth)
    {
        var (operation, domain, name) = ("", "", "");
        var (inputs, outputs, attributes) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<OnnxFileAttribute>());
        while (_input.TryField(end, out var field, out var wire))
        {
            Count();
            switch (field, wire)
            {
                case (1, 2): inputs.Add(_input.Text(end) ?? throw Fault("has a name of more than 64 KiB.")); break;
                case (2, 2): outputs.Add(_input.Text(end) ?? throw Fault("has a name of more than 64 KiB.")); break;
                case (3, 2): name = _input.Text(end) ?? ""; break;
                case (4, 2): operation = _input.Text(end) ?? ""; break;
                case (5, 2): attributes.Add(Attribute(_input.Enter(end), depth)); break;
                case (7, 2): domain = _input.Text(end) ?? ""; break;
                default: _input.Skip(wire, end); break;
            }
        }

        return new OnnxFileNode(operation, domain, name, inputs.DrainToImmutable(), outputs.DrainToImmutable(), attributes.DrainToImmutable());
    }

    private OnnxFileAttribute Attribute(long end, int depth)
    {
        var attribute = new OnnxFileAttribute("");
        var (wholes, reals, texts, graphs) = (ImmutableArray.CreateBuilder<long>(), ImmutableArray.CreateBuilder<float>(), ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<OnnxFileGraph>());
        while (_input.TryField(end, out var field, out var wire))
        {
            Count();
            switch (field, wire)
            {
                case (1, 2): attribute = attribute with { Name = _input.Text(end) ?? "" }; break;
                case (2, 5): attribute = attribute with { Real = _input.Single() }; break;
                case (3, 0): attribute = attribute with { Whole = (long)_input.Varint() }; break;
                case (4, 2): attribute = attribute with { Text = _input.Text(end) }; break;
                case (5, 2): attribute = attribute with { Tensor = _tensors.Read(_input.Enter(end)) }; break;
                case (6 or 11, 2): graphs.Add(Graph(_input.Enter(end), depth + 1)); break;
                case (7, 5): reals.Add(_input.Single()); break;
                case (7, 2): for (var to = _input.Enter(end); _input.Position < to;) { reals.Add(_input.Single()); } break;
                case (8, 0): wholes.Add((long)_input.Varint()); break;
                case (8, 2): for (var to = _input.Enter(end); _input.Position < to;) { wholes.Add((long)_input.Varint()); } break;
                case (9, 2): texts.Add(_input.Text(end) ?? ""); break;
                default: _input.Skip(wire, end); break;
            }
        }

        return attribute with { Wholes = wholes.DrainToImmutable(), Reals = reals.DrainToImmutable(), Texts = texts.DrainToImmutable(), Graphs = graphs.DrainToImmutable() };
    }

    private OnnxFileValue Value(long end)
    {
        var value = new OnnxFileValue("", null, default);
        while (_input.TryField(end, out var field, out var wire))
        {
            switch (field, wire)
            {
                case (1, 2): value = value with { Name = _input.Text(end) ?? "" }; break;
                case (2, 2): value = Type(_input.Enter(end), value); break;
                default: _input.Skip(wire, end); break;
            }
        }

        return value;
    }

    private OnnxFileValue Type(long end, OnnxFileValue value)
    {
        while (_input.TryField(end, out var field, out var wire))
        {
            if ((field, wire) != (1, 2))
            {
                _input.Skip(wire, end);
                continue;
            }

            for (var tensor = _input.Enter(end); _input.TryField(tensor, out field, out wire);)
            {
                switch (field, wire)
                {
                    case (1, 0): value = value with { Type = OnnxTypes.Of(_input.Varint()) }; break;
                    case (2, 2): value = value with { Shape = Shape(_input.Enter(tensor)) }; break;
                    default: _input.Skip(wire, tensor); break;
                }
            }
        }

        return value;
    }

    private ImmutableArray<OnnxFileDim> Shape(long end)
    {
        var shape = ImmutableArray.CreateBuilder<OnnxFileDim>();
        while (_input.TryField(end, out var field, out var wire))
        {
            if ((field, wire) != (1, 2))
            {
                _input.Skip(wire, end);
                continue;
            }

            Count();
            var dim = new OnnxFileDim(null, null);
            for (var to = _input.Enter(end); _input.TryField(to, out field, out wire);)
            {
                switch (field, wire)
                {
                    case (1, 0): dim = dim with { Size = (long)_input.Varint() }; break;
                    case (2, 2): dim = dim with { Name = _input.Text(to) }; break;
                    default: _input.Skip(wire, to); break;
                }
            }

            shape.Add(dim);
        }

        return shape.DrainToImmutable();
    }

    private void Opset(long end, Dictionary<string, long> opsets)
    {
        var (domain, version) = ("", 0L);
        while (_input.TryField(end, out var field, out var wire))
        {
            switch (field, wire)
            {
                case (1, 2): domain = _input.Text(end) ?? ""; break;
                case (2, 0): version = (long)_input.Varint(); break;
                default: _input.Skip(wire, end); break;
            }
        }

        Count();
        opsets[domain == "ai.onnx" ? "" : domain] = version;
    }

    private (string Key, string Value)? Pair(long end)
    {
        var (key, value) = ((string?)"", (string?)"");
        while (_input.TryField(end, out var field, out var wire))
        {
            switch (field, wire)
            {
                case (1, 2): key = _input.Text(end); break;
                case (2, 2): value = _input.Text(end); break;
                default: _input.Skip(wire, end); break;
            }
        }

        return key is not null && value is not null ? (key, value) : null;
    }
}
