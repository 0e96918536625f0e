using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>From a file that has a CLIP text network in it, alone or among other parts, to its recipe and its graph.</summary>
internal static class TextEncoderFile
{
    /// <summary>The folder of models that such files lie in.</summary>
    public const string Folder = "text_encoders";

    /// <summary>Reads from a file which network it is. A <c>config.json</c> beside it counts where it describes this network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">The same file, by content.</param>
    /// <exception cref="CheckpointException">There is no such network in it; the sentence says what it is instead.</exception>
    public static TextEncoder Read(string path, WeightFile weights)
    {
        using var file = Checkpoint.Open(path);
        var named = Named(file);
        var read = ClipTextReading.Read(named);
        var told = ConfigBeside.Of(path) is { } config && ClipTextReading.Describes(config, read) ? ClipTextReading.Read(named, config) : read;

        // Its whole graph is built, so that what is missing is told here and not where it is used.
        _ = ClipTextNetwork.Build(named, told);
        return new TextEncoder([new TextTower(weights, told)]);
    }

    /// <summary>Opens a file; the model takes it over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">How the network is made.</param>
    /// <param name="compute">What is computed in.</param>
    /// <param name="loras">What its weights are changed by as they are read.</param>
    /// <param name="tower">Which of an encoder's networks it is, for LoRAs.</param>
    /// <exception cref="CheckpointException">There is no such network in it, or one of the files is damaged.</exception>
    public static OnnxModel Open(string path, ClipTextConfig network, TensorType compute, ImmutableArray<LoraSource> loras, int tower)
    {
        var files = new OpenFiles();
        try
        {
            var named = Named(files.Add(Checkpoint.Open(path)));
            var weights = loras.IsEmpty ? named : files.Add(LoraTensors.Open(named, loras, LoraPart.Text(tower), compute));
            return OnnxModel.Of(ClipTextNetwork.Build(weights, network, compute), files);
        }
        catch
        {
            // Whatever it was: nobody else closes the files now.
            files.Dispose();
            throw;
        }
    }

    private static ITensors Named(Checkpoint file) => ClipTextNames.Official(file) ?? throw new CheckpointException(
        $"'{Path.GetFileName(file.Path)}' is {ModelIdentity.Identify(file).Name}, and has no text encoder of CLIP in it. A file of one would be right, as Stable Diffusion 1.5's text_encoder is.");
}
