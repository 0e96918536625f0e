using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>From a file that has a diffusion network in it, alone or among other parts, to the network's graph.</summary>
internal static class NetworkFile
{
    /// <summary>Opens a file; the model takes it over.</summary>
    /// <param name="network">How the network is made.</param>
    /// <param name="path">The file.</param>
    /// <param name="loras">What its weights are changed by as they are read.</param>
    /// <param name="compute">What is computed in.</param>
    /// <exception cref="CheckpointException">It has no such network, or one of the files is damaged.</exception>
    public static OnnxModel Open(NetworkConfig network, string path, ImmutableArray<LoraSource> loras, TensorType compute)
        => Open(network, path, (weights, files) => Graph(network, loras.IsEmpty ? weights : files.Add(LoraTensors.Open(weights, loras, LoraPart.Network, compute)), compute));

    /// <summary>Opens a file for a network that takes changes of low rank beside its weights; the model takes it over.</summary>
    /// <param name="network">How the network is made.</param>
    /// <param name="path">The file.</param>
    /// <param name="beside">The modules that are changed.</param>
    /// <param name="compute">What is computed in.</param>
    /// <exception cref="CheckpointException">It has no such network, is damaged, or one of the modules can only have its LoRA merged.</exception>
    public static OnnxModel OpenBeside(NetworkConfig network, string path, IReadOnlySet<string> beside, TensorType compute) => Open(network, path, (weights, _) =>
    {
        var graph = Graph(network, weights, compute, beside);
        LoraBeside.Demand(beside, graph.Inputs);
        return graph;
    });

    /// <summary>The changes that LoRAs make beside a network's weights; their files are read and closed.</summary>
    /// <exception cref="CheckpointException">A file is no LoRA, or has no such network.</exception>
    public static LoraBeside Beside(NetworkConfig network, string path, ImmutableArray<LoraSource> loras)
    {
        using var files = new OpenFiles();
        var weights = Weights(network, files.Add(Checkpoint.Open(path)));
        return LoraBeside.Of(weights, [.. loras.Select(lora => (LoraFile.Of(files.Add(Checkpoint.Open(lora.Path))), lora.Strength))], LoraPart.Network);
    }

    private static OnnxModel Open(NetworkConfig network, string path, Func<ITensors, OpenFiles, OnnxGraph> graph)
    {
        var files = new OpenFiles();
        try
        {
            return OnnxModel.Of(graph(Weights(network, files.Add(Checkpoint.Open(path))), files), files);
        }
        catch
        {
            // Whatever it was: nobody else closes the files now.
            files.Dispose();
            throw;
        }
    }

    /// <summary>The network of these weights as a graph.</summary>
    /// <param name="network">How it is made.</param>
    /// <param name="weights">Its weights, under diffusers' names.</param>
    /// <param name="compute">What is computed in.</param>
    /// <param name="beside">Modules that take a change of low rank beside their weights; null for none.</param>
    public static OnnxGraph Graph(NetworkConfig network, ITensors weights, TensorType compute, IReadOnlySet<string>? beside = null) => network switch
    {
        UNetConfig pictures => new UNet(pictures, weights) { Beside = beside ?? ImmutableHashSet<string>.Empty }.Graph(compute),
        VideoUNetConfig videos => new VideoUNet(videos, weights) { Beside = beside ?? ImmutableHashSet<string>.Empty }.Graph(compute),
        _ => throw new NodeFailure($"{network.GetType().Name} is no network that runs here."),
    };

    /// <summary>The network's weights in a file, under diffusers' names.</summary>
    private static ITensors Weights(NetworkConfig network, Checkpoint file)
        => (network is VideoUNetConfig ? VideoUNetNames.Diffusers(file) : UNetNames.Of(file))
            ?? throw new CheckpointException($"'{Path.GetFileName(file.Path)}' is {ModelIdentity.Identify(file).Name}, and has no UNet {(network is VideoUNetConfig ? "of Stable Video Diffusion" : "of Stable Diffusion")} in it.");
}
