using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>A model that is a graph of ours.</summary>
internal sealed class GraphModel(OnnxGraph graph, IDisposable? owned) : OnnxModel
{
    private readonly ConcurrentDictionary<ComputeProvider, OnnxGraph> _fused = [];

    public override string Title => $"'{graph.Name}'";

    public override ImmutableArray<GraphValue> Inputs => graph.Inputs;

    public override ImmutableArray<GraphValue> Outputs => graph.Outputs;

    public override long ResidentBytes(ComputeDevice device)
        => ResidentNeed.Bytes(Fused(device.Provider).Initializers.Select(each => (each.Type, (IReadOnlyList<long>)each.Shape)), Fused(device.Provider).Nodes.Length, device);

    public override long LoadingBytes(ComputeDevice device)
        => checked(ResidentBytes(device) + ResidentNeed.Widened(Fused(device.Provider).Initializers.Select(each => (each.Type, (IReadOnlyList<long>)each.Shape)), device));

    public override long WorkingBytes(ComputeDevice device, IReadOnlyDictionary<string, long> sizes)
        => Working(Fused(device.Provider), device, sizes);

    public override void Dispose() => owned?.Dispose();

    internal override InferenceSession Open(SessionOptions options, ComputeProvider provider, OnnxSessionOptions how)
    {
        try
        {
            var fused = Fused(provider);
            using var places = WeightPlaces.Of(fused, how.KeepsWeightsMapped);
            if (places.Folder is not null)
            {
                options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", places.Folder);
            }

            return new InferenceSession(OnnxWriter.ToBytes(fused, places.Of), options);
        }
        catch (CheckpointException fault)
        {
            throw new NodeFailure($"The weights of {Title} cannot be read: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new NodeFailure($"The weights of {Title} cannot be laid out in {Path.GetTempPath()}: {fault.Message}", fault);
        }
    }

    private OnnxGraph Fused(ComputeProvider provider) => _fused.GetOrAdd(provider, graph.Fused);
}
