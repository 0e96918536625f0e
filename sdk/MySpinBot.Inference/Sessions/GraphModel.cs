using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>A model that is a graph of ours.</summary>
internal sealed class GraphModel(OnnxGraph graph, IDisposable? owned) : OnnxModel
{
    public override string Title => $"'{graph.Name}'";

    public override ImmutableArray<GraphValue> Inputs => graph.Inputs;

    public override ImmutableArray<GraphValue> Outputs => graph.Outputs;

    public override long ResidentBytes(ComputeDevice device) => ResidentNeed.Bytes(graph.Initializers.Select(each => (each.Type, (IReadOnlyList<long>)each.Shape)), graph.Nodes.Length, device);

    public override long WorkingBytes(ComputeDevice device, IReadOnlyDictionary<string, long> sizes) => 64 << 20;

    public override void Dispose() => owned?.Dispose();

    internal override InferenceSession Open(SessionOptions options, OnnxSessionOptions how)
    {
        try
        {
            using var places = WeightPlaces.Of(graph, how.KeepsWeightsMapped);
            if (places.Folder is not null)
            {
                options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", places.Folder);
            }

            return new InferenceSession(OnnxWriter.ToBytes(graph, places.Of), options);
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
}
