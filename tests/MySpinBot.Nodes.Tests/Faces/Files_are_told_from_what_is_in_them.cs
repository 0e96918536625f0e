using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Nodes.Wav2Lip;
using GraphValue = MySpinBot.Inference.GraphValue;

namespace MySpinBot.Nodes.Tests.Faces;

public sealed class Files_are_told_from_what_is_in_them
{
    [Theory]
    [InlineData(FaceFiles.UltraFace, "UltraFace")]
    [InlineData(FaceFiles.YuNet, "YuNet")]
    public async Task Under_any_name(string file, string architecture)
    {
        await using var nodes = FaceFiles.Runner();
        var renamed = Path.Combine(nodes.Folder, "what.onnx");
        File.Copy(FaceFiles.Detector(file), renamed);

        var loaded = await nodes.RunAsync("FaceDetectorLoader", new { model_name = renamed });

        loaded.Output<FaceDetector>().Architecture.ShouldBe(architecture);
    }

    [Fact]
    public void UltraFace_of_another_size_and_with_other_names_is_one()
    {
        var network = FaceNetworks.Of([Value("picture", 1, 3, 480, 640), Value("weights", 64)], [Value("confidences", 1, 17640, 2), Value("corners", 1, 17640, 4)]).ShouldBeOfType<UltraFaceNetwork>();

        (network.OnlySize, network.ScoresName, network.BoxesName, network.InputName, network.Batches).ShouldBe(((640, 480), "confidences", "corners", "picture", false));
    }

    [Fact]
    public void YuNet_of_OpenCVs_zoo_takes_one_size()
    {
        var outputs = YuNetNetwork.Strides.SelectMany(stride => new[] { Value($"cls_{stride}", 1, -1, 1), Value($"obj_{stride}", 1, -1, 1), Value($"bbox_{stride}", 1, -1, 4), Value($"kps_{stride}", 1, -1, 10) });

        var network = FaceNetworks.Of([Value("input", 1, 3, 640, 640)], [.. outputs]).ShouldBeOfType<YuNetNetwork>();

        network.OnlySize.ShouldBe((640, 640));
        PictureViews.Of(network, 1920, 1080, FaceDetail.Normal).ShouldHaveSingleItem().ShouldBe(new PictureView(0, 0, 1920, 1080, 640, 360, 640, 640));
    }

    [Fact]
    public async Task What_is_no_detector_is_refused_with_a_sentence()
    {
        await using var nodes = FaceFiles.Runner();
        var text = Path.Combine(nodes.Folder, "notes.onnx");
        await File.WriteAllTextAsync(text, "These are no weights.", TestContext.Current.CancellationToken);
        var weights = Path.Combine(nodes.Folder, "other.safetensors");
        await using (var stream = File.Create(weights))
        {
            SafetensorsWriter.Write(new MemoryTensors().Add("conv1_1.weight", new float[27], 1, 3, 3, 3), null, stream);
        }

        (await FailureAsync(FaceFiles.Detector("landmarks_68_pfld.onnx"))).ShouldContain("no known face detector");
        (await FailureAsync(text)).ShouldContain("notes.onnx");
        (await FailureAsync(weights)).ShouldContain("conv3_3_norm_mbox_conf.weight");

        async Task<string> FailureAsync(string path) => (await Should.ThrowAsync<NodeFailure>(() => nodes.RunAsync("FaceDetectorLoader", new { model_name = path }))).Message;
    }

    [Fact]
    public void A_detector_survives_being_stored()
    {
        var detector = new FaceDetector(new WeightFile("facedetection", ContentId.Of([1, 2, 3]), 1_270_727), "UltraFace");
        var codec = new FaceDetectorCodec();
        using var stream = new MemoryStream();
        codec.Encode(detector, stream);

        codec.Decode(new MemoryStream(stream.ToArray())).ShouldBe(detector);
        for (var length = 0; length < stream.Length; length++)
        {
            Should.Throw<InvalidDataException>(() => codec.Decode(new MemoryStream(stream.ToArray(), 0, length)));
        }
    }

    // A negative size stands for one that each run brings.
    private static GraphValue Value(string name, params long[] shape)
        => new(name, TensorType.Float32, [.. shape.Select((size, i) => size < 0 ? Dim.Of($"{name}_{i}") : (Dim)size)]);
}
