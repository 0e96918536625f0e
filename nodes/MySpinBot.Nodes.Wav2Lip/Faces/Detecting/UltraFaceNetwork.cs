using System.Collections.Immutable;
using MySpinBot.Inference;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>UltraFace (Linzaer, Ultra-Light-Fast-Generic-Face-Detector-1MB: RFB and slim, 320 and 640): RGB, (level − 127) / 128; scores [batch, n, 2] of background and face,
/// boxes [batch, n, 4] as corners in 0..1 of the input. Pre- and post-processing as its <c>detect_imgs_onnx.py</c>.</summary>
internal sealed class UltraFaceNetwork : FaceNetwork
{
    /// <inheritdoc/>
    public override string Name => "UltraFace";

    /// <summary>Name of its scores, [batch, n, 2].</summary>
    public string ScoresName { get; init; } = "scores";

    /// <summary>Name of its boxes, [batch, n, 4].</summary>
    public string BoxesName { get; init; } = "boxes";

    /// <inheritdoc/>
    public override ImmutableArray<int> Channels { get; } = [0, 1, 2];

    /// <inheritdoc/>
    public override ImmutableArray<float> Subtracted { get; } = [127, 127, 127];

    /// <inheritdoc/>
    public override float Factor => 1 / 128f;

    /// <inheritdoc/>
    public override double UsualScore => 0.7;

    /// <inheritdoc/>
    public override double UsualOverlap => 0.3;

    /// <inheritdoc/>
    public override BoxConvention Convention => BoxConvention.UltraFace;

    /// <inheritdoc/>
    public override void Read(IReadOnlyDictionary<string, Tensor> outputs, int item, int width, int height, double leastScore, List<Sighting> seen)
    {
        var anchors = (int)outputs[ScoresName].Shape[1];
        var scores = Of(outputs, ScoresName, item, anchors * 2);
        var boxes = Of(outputs, BoxesName, item, anchors * 4);
        for (var i = 0; i < anchors; i++)
        {
            var score = scores[(i * 2) + 1];
            if (score >= leastScore)
            {
                var box = boxes.Slice(i * 4, 4);
                seen.Add(new(box[0] * width, box[1] * height, box[2] * width, box[3] * height, score));
            }
        }
    }
}
