using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Nodes.Tests.Esrgan;
using MySpinBot.Nodes.Tests.Faces;
using MySpinBot.Nodes.Tests.Lips;
using MySpinBot.Nodes.Wav2Lip;

namespace MySpinBot.Nodes.Tests.Conforming;

/// <summary>Models that nodes are called with where any will do: small ones, made here.</summary>
internal static class TinyModels
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "tiny-models");

    public static readonly string UpscalerFile = TinyUpscaler.Write(Root, scale: 2);

    public static readonly UpscaleModel Upscaler = Named();

    public static readonly string LipsFile = TinyWav2Lip.Write(Root);

    public static readonly Wav2LipModel Lips = new(Weights("wav2lip", LipsFile), 96);

    public static readonly string DetectorFile = WriteDetector();

    public static readonly FaceDetector Detector = new(Weights(FaceDetectorLoaderNode.Folder, DetectorFile), "S3FD");

    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Folders = new Dictionary<string, IReadOnlyList<string>>
    {
        [UpscaleModel.Folder] = [Path.Combine(Root, UpscaleModel.Folder)],
        ["wav2lip"] = [Path.Combine(Root, "wav2lip")],
        [FaceDetectorLoaderNode.Folder] = [Path.Combine(Root, FaceDetectorLoaderNode.Folder)],
    };

    private static string WriteDetector()
    {
        var path = Path.Combine(Root, FaceDetectorLoaderNode.Folder, "tiny.safetensors");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        SafetensorsWriter.Write(new S3fdWeights(seed: 5, narrow: 2).Tensors, null, file);
        return path;
    }

    private static UpscaleModel Named() => new(Weights(UpscaleModel.Folder, UpscalerFile), "SRVGGNetCompact", 2);

    private static WeightFile Weights(string kind, string path)
    {
        var bytes = File.ReadAllBytes(path);
        return new WeightFile(kind, ContentId.Of(bytes), bytes.Length);
    }
}
