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
    {
        var files = new OpenFiles();
        try
        {
            var file = files.Add(Checkpoint.Open(path));
            var weights = Weights(network, file);
            return OnnxModel.Of(Graph(network, loras.IsEmpty ? weights : files.Add(LoraTensors.Open(weights, loras, LoraPart.Network, compute)), compute), files);
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
    public static OnnxGraph Graph(NetworkConfig network, ITensors weights, TensorType compute) => network switch
    {
        UNetConfig pictures => new UNet(pictures, weights).Graph(compute),
        VideoUNetConfig videos => new VideoUNet(videos, weights).Graph(compute),
        _ => throw new NodeFailure($"{network.GetType().Name} is no network that runs here."),
    };

    /// <summary>The network's weights in a file, under diffusers' names.</summary>
    private static ITensors Weights(NetworkConfig network, Checkpoint file)
        => (network is VideoUNetConfig ? VideoUNetNames.Diffusers(file) : UNetNames.Of(file))
            ?? throw new CheckpointException($"'{Path.GetFileName(file.Path)}' is {ModelIdentity.Identify(file).Name}, and has no UNet {(network is VideoUNetConfig ? "of Stable Video Diffusion" : "of Stable Diffusion")} in it.");
}
