using MySpinBot.Checkpoints.Gguf;
using MySpinBot.Checkpoints.Identifying;
using MySpinBot.Checkpoints.Onnx;
using MySpinBot.Checkpoints.Safetensors;

namespace MySpinBot.Checkpoints.Files;

/// <summary>Says what the head of each kind of file says.</summary>
internal static class HeadReader
{
    public static CheckpointHead Read(CheckpointFile file)
    {
        Span<byte> start = stackalloc byte[Recognition.Peek];
        start = start[..file.Peek(0, start)];
        return Recognition.Expect(file, start) switch
        {
            CheckpointFormat.Gguf => Of(GgufReader.Read(file)),
            CheckpointFormat.Onnx => Of(OnnxReader.Read(file)),
            _ => Of(Recognition.Read(file, new CheckpointOptions())),
        };
    }

    private static CheckpointHead Of(Contents contents)
    {
        var tensors = new Listing(contents.Tensors.Select(tensor => tensor.Entry));
        return new CheckpointHead
        {
            Format = contents.Format,
            Identity = ModelIdentity.Identify(tensors),
            Tensors = contents.Tensors.Count,
            NumberTypes = Types(tensors.Entries.Select(entry => SafetensorsTypes.NameOf(entry.Type))),
            Metadata = contents.Metadata.ToDictionary(text => text.Key, text => (object)text.Value, StringComparer.Ordinal),
        };
    }

    private static CheckpointHead Of(GgufFile model) => new()
    {
        Format = CheckpointFormat.Gguf,
        Identity = ModelIdentity.Identify(model),
        Tensors = model.Tensors.Length,
        NumberTypes = Types(model.Tensors.Select(tensor => tensor.TypeName)),
        Metadata = Values(model.Values.Select(value => (value.Key, value.Value.Value))),
    };

    private static CheckpointHead Of(OnnxFile model) => new()
    {
        Format = CheckpointFormat.Onnx,
        Identity = ModelIdentity.Identify(model),
        Tensors = model.Graph.Initializers.Length,
        NumberTypes = Types(model.Graph.Initializers.Select(tensor => tensor.Type is { } type ? SafetensorsTypes.NameOf(type) : "other")),
        Metadata = Values(
        [
            ("ir_version", model.IrVersion), ("producer_name", model.Producer.Length > 0 ? model.Producer : null), ("producer_version", model.ProducerVersion.Length > 0 ? model.ProducerVersion : null),
            ("opset", model.Opsets.TryGetValue("", out var opset) ? opset : null), .. model.Metadata.Select(pair => (pair.Key, (object?)pair.Value)),
        ]),
    };

    private static Dictionary<string, object> Values(IEnumerable<(string Name, object? Value)> values)
    {
        var known = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (value is not null)
            {
                known.TryAdd(name, value);
            }
        }

        return known;
    }

    private static SortedDictionary<string, int> Types(IEnumerable<string> names)
    {
        var types = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            types[name] = types.GetValueOrDefault(name) + 1;
        }

        return types;
    }
}
