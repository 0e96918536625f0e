using MySpinBot.Imaging;
using MySpinBot.Nodes.Wav2Lip;
using MySpinBot.Sdk.Testing;
using FaceValue = MySpinBot.Nodes.Wav2Lip.Faces;

namespace MySpinBot.Nodes.Tests.Faces;

/// <summary>Small real detectors and pictures: the folder that MYSPINBOT_MODELS names. Without it a test is skipped, in CI it fails.</summary>
internal static class FaceFiles
{
    public const string UltraFace = "ultraface-version-RFB-320.onnx", YuNet = "yunet_n_dynamic.onnx";

    public static string Root
    {
        get
        {
            if (Environment.GetEnvironmentVariable("MYSPINBOT_MODELS") is { Length: > 0 } root && Directory.Exists(Path.Combine(root, "facedetection")))
            {
                return root;
            }

            const string Message = "The face detectors are missing: name the folder that holds 'facedetection' and 'inputs' in MYSPINBOT_MODELS.";
            if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
            {
                Assert.Fail(Message);
            }

            Assert.Skip(Message);
            throw new InvalidOperationException(Message);
        }
    }

    public static Image Astronaut => Picture("astronaut.png");

    public static string Detector(string file) => Path.Combine(Root, "facedetection", file);

    public static Image Picture(string name) => ImageCodec.Decode(Path.Combine(Root, "inputs", name)).Image;

    /// <summary>A runner of this plugin's nodes that finds detectors in a folder: those of MYSPINBOT_MODELS where none is named.</summary>
    public static NodeRunner Runner(string? folder = null) => NodeRunner.For(typeof(FaceDetectNode).Assembly, new NodeRunnerOptions
    {
        ModelFolders = new Dictionary<string, IReadOnlyList<string>> { ["facedetection"] = [folder ?? Path.Combine(Root, "facedetection")] },
    });

    public static async Task<FaceDetector> LoadAsync(this NodeRunner nodes, string file) => (await nodes.RunAsync("FaceDetectorLoader", new { model_name = file })).Output<FaceDetector>();

    public static async Task<FaceValue> DetectAsync(this NodeRunner nodes, string file, Image image, Dictionary<string, object?>? settings = null)
    {
        var inputs = new Dictionary<string, object?>(settings ?? []) { ["detector"] = await nodes.LoadAsync(file), ["image"] = image };
        return (await nodes.RunAsync("FaceDetect", inputs)).Output<FaceValue>("faces");
    }

    public static byte[] Rgb(Image image, int index = 0)
    {
        var picture = image.Picture(index);
        var bytes = new byte[image.Width * image.Height * 3];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((picture[(i / 3 * image.Channels) + (image.Channels >= 3 ? i % 3 : 0)] * 255) + 0.5f);
        }

        return bytes;
    }

    public static float[] Sides(FaceBox box) => [box.Left, box.Top, box.Right, box.Bottom];

    public static void ShouldBeNear(this IReadOnlyList<float> numbers, IReadOnlyList<double> expected, double tolerance)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            ((double)numbers[i]).ShouldBe(expected[i], tolerance, $"number {i} of {string.Join(", ", numbers)}; expected {string.Join(", ", expected)}");
        }
    }
}
