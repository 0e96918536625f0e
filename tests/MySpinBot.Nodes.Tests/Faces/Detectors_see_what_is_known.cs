using System.Text.Json;
using MySpinBot.Inference;
using MySpinBot.Nodes.Wav2Lip;

namespace MySpinBot.Nodes.Tests.Faces;

/// <summary>Networks alone, with the pre-processing that the golden file states, against its boxes and points.</summary>
public sealed class Detectors_see_what_is_known
{
    private static JsonElement Golden => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(FaceFiles.Root, "golden", "golden_faces_astronaut.json"))).RootElement;

    [Fact]
    public void UltraFace_sees_the_astronaut_where_she_is()
    {
        var golden = Golden.GetProperty("ultraface_RFB_320");

        // The golden picture was stretched.
        var seen = See(FaceFiles.UltraFace, (width, height) => new PictureView(0, 0, width, height, 320, 240, 320, 240));

        seen.Count.ShouldBe(1);
        ((double)seen[0].Score).ShouldBe(golden.GetProperty("score").GetDouble(), 0.005);
        Sides(seen[0]).ShouldBeNear(Numbers(golden.GetProperty("box_xyxy_px")), golden.GetProperty("tolerance_px").GetDouble());
    }

    [Fact]
    public void YuNet_sees_her_eyes_nose_and_mouth_as_well()
    {
        var golden = Golden.GetProperty("yunet_n_dynamic");

        var seen = See(FaceFiles.YuNet, (width, height) => new PictureView(0, 0, width, height, width, height, width, height));

        seen.Count.ShouldBe(1);
        ((double)seen[0].Score).ShouldBe(golden.GetProperty("score").GetDouble(), 0.002);
        Sides(seen[0]).ShouldBeNear(Numbers(golden.GetProperty("box_xyxy_px")), 0.2);
        seen[0].Points!.ShouldBeNear([.. golden.GetProperty("keypoints_px").EnumerateArray().SelectMany(Numbers)], 0.2);
    }

    private static List<Sighting> See(string file, Func<int, int, PictureView> viewOf)
    {
        using var session = OnnxSession.Load(FaceNetworks.Open(FaceFiles.Detector(file)), ComputeDevice.Cpu, TestContext.Current.CancellationToken);
        var network = FaceNetworks.Of(session.Model);
        var picture = FaceFiles.Astronaut;
        var view = viewOf(picture.Width, picture.Height);
        var input = new float[view.Values];
        new InputFilling(view, network).Fill(FaceFiles.Rgb(picture), picture.Width, input);
        using var tensor = Tensor.Of(input, 1, 3, view.InputHeight, view.InputWidth);
        var seen = new List<Sighting>();
        network.Read(session.Run(new Dictionary<string, Tensor> { [network.InputName] = tensor }, TestContext.Current.CancellationToken), 0, view.InputWidth, view.InputHeight, network.UsualScore, seen);
        return [.. Suppression.Surest(seen, network.UsualOverlap).Select(view.InPicture)];
    }

    private static float[] Sides(Sighting seen) => [seen.Left, seen.Top, seen.Right, seen.Bottom];

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];
}
