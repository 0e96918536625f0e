using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>A model that is an <c>.onnx</c> file.</summary>
internal sealed class FileModel : OnnxModel
{
    private readonly string _path;
    private readonly OnnxFile _file;

    internal FileModel(string path)
    {
        _path = Path.GetFullPath(path);
        _file = OutsideModel.Read(_path);
        var initializers = _file.Graph.Initializers.Select(each => each.Name).ToHashSet(StringComparer.Ordinal);
        Inputs = [.. _file.Graph.Inputs.Where(input => !initializers.Contains(input.Name)).Select(Value)];
        Outputs = [.. _file.Graph.Outputs.Select(Value)];
    }

    public override string Title => $"'{Path.GetFileName(_path)}'";

    public override ImmutableArray<GraphValue> Inputs { get; }

    public override ImmutableArray<GraphValue> Outputs { get; }

    public override long ResidentBytes(ComputeDevice device) => 1 << 20;

    public override long WorkingBytes(ComputeDevice device, IReadOnlyDictionary<string, long> sizes) => 64 << 20;

    public override void Dispose()
    {
    }

    internal override InferenceSession Open(SessionOptions options, OnnxSessionOptions how) => new(_path, options);

    // Files name dimensions anyhow, or not at all; every one gets a name that a run can bring.
    private GraphValue Value(OnnxFileValue value)
        => value.Type is { } type ? new GraphValue(value.Name, type, [.. (value.Shape.IsDefault ? [] : value.Shape).Select((dim, axis) => dim.Size is { } size ? size : Dim.Of(Plain(dim.Name ?? $"{value.Name}_{axis}")))])
            : throw new CheckpointException($"'{Path.GetFileName(_path)}' takes or gives '{value.Name}', which is no tensor of numbers; such models are not run here.");

    private static string Plain(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return plain.Length > 0 && char.IsAsciiLetter(plain[0]) ? plain : $"n{plain}";
    }
}
