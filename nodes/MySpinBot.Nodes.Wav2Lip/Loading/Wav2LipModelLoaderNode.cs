using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Wav2Lip's weights, as they are published.</summary>
public static class Wav2LipModelLoaderNode
{
    /// <summary>The models folder of Wav2Lip's weights.</summary>
    internal const string Folder = "wav2lip";

    /// <summary>Chooses the weights of Wav2Lip, which makes lips say what is heard.</summary>
    /// <remarks>The published files are taken as they are: wav2lip.pth, whose lips are the most accurate, and wav2lip_gan.pth, whose pictures are sharper. Safetensors files with the same tensors are taken too.
    /// Nothing in a file is executed. The weights are read when a node needs them.</remarks>
    /// <param name="modelName">A file of the models folder <c>wav2lip</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The model, for LipSync.</returns>
    [Node("Wav2LipModelLoader", Title = "Load Wav2Lip model", Category = "loaders", Search = "lip sync,talking head,wav2lip_gan", Lane = Lane.Io)]
    public static Wav2LipModel Load([FileFrom(Folder, Extensions = ".pth,.pt,.ckpt,.safetensors")] FileReference modelName, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return WeightFaults.Told(() =>
        {
            using var checkpoint = Checkpoint.Open(modelName.Path);
            return new Wav2LipModel(new WeightFile(Folder, modelName.Id, modelName.Length), Wav2LipGenerator.FaceSize(checkpoint));
        }, "model_name");
    }
}
