using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Weights of face detectors, as they are published.</summary>
public static class FaceDetectorLoaderNode
{
    /// <summary>The models folder of face detectors.</summary>
    internal const string Folder = "facedetection";

    /// <summary>Chooses a face detector.</summary>
    /// <remarks>What a file is, is told from what is in it: UltraFace and YuNet as .onnx, or S3FD, which Wav2Lip comes with, as s3fd.pth or with the same tensors in .safetensors.
    /// YuNet is the best choice on a processor, and gives eyes, nose and mouth as well; S3FD is slow there. Nothing in a file is executed.</remarks>
    /// <param name="modelName">A file of the models folder <c>facedetection</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The detector, for FaceDetect.</returns>
    [Node("FaceDetectorLoader", Title = "Load face detector", Category = "loaders", Search = "yunet,ultraface,s3fd,sfd,face detection model", Lane = Lane.Io)]
    public static FaceDetector Load([FileFrom(Folder, Extensions = ".onnx,.pth,.pt,.safetensors")] FileReference modelName, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var model = FaceNetworks.Open(modelName.Path);
        return new FaceDetector(new WeightFile(Folder, modelName.Id, modelName.Length), FaceNetworks.Of(model).Name);
    }
}
