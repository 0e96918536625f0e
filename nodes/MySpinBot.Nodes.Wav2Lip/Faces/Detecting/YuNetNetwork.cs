using System.Collections.Immutable;
using MySpinBot.Inference;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>YuNet (Wu, Peng, Yu: YuNet: A Tiny Millisecond-level Face Detector, 2023), as libfacedetection.train and OpenCV's zoo publish it: BGR levels as they are; for each stride
/// 8, 16, 32 and each cell cls, obj [batch, n, 1], bbox [batch, n, 4], kps [batch, n, 10]. Decoded as in OpenCV's <c>face_detect.cpp</c>.</summary>
internal sealed class YuNetNetwork : FaceNetwork
{
    /// <summary>The strides of its heads.</summary>
    public static ImmutableArray<int> Strides { get; } = [8, 16, 32];

    /// <inheritdoc/>
    public override string Name => "YuNet";

    /// <inheritdoc/>
    public override int Multiple => 32;

    /// <inheritdoc/>
    public override ImmutableArray<int> Channels { get; } = [2, 1, 0];

    /// <inheritdoc/>
    public override ImmutableArray<float> Subtracted { get; } = [0, 0, 0];

    /// <inheritdoc/>
    public override float Factor => 1;

    /// <summary>Between what OpenCV's class takes (0.9), which loses small faces, and 0.7, from where on animals have faces.</summary>
    public override double UsualScore => 0.8;

    /// <inheritdoc/>
    public override double UsualOverlap => 0.3;

    /// <inheritdoc/>
    public override BoxConvention Convention => BoxConvention.YuNet;

    /// <inheritdoc/>
    public override void Read(IReadOnlyDictionary<string, Tensor> outputs, int item, int width, int height, double leastScore, List<Sighting> seen)
    {
        foreach (var stride in Strides)
        {
            var (columns, rows) = (width / stride, height / stride);
            var classes = Of(outputs, $"cls_{stride}", item, rows * columns);
            var objects = Of(outputs, $"obj_{stride}", item, rows * columns);
            var boxes = Of(outputs, $"bbox_{stride}", item, rows * columns * 4);
            var points = Of(outputs, $"kps_{stride}", item, rows * columns * 10);
            for (var i = 0; i < rows * columns; i++)
            {
                var score = MathF.Sqrt(Math.Clamp(classes[i], 0, 1) * Math.Clamp(objects[i], 0, 1));
                if (score >= leastScore)
                {
                    seen.Add(Decoded(boxes.Slice(i * 4, 4), points.Slice(i * 10, 10), i % columns, i / columns, stride, score));
                }
            }
        }
    }

    private static Sighting Decoded(ReadOnlySpan<float> box, ReadOnlySpan<float> points, int column, int row, int stride, float score)
    {
        var (x, y) = ((column + box[0]) * stride, (row + box[1]) * stride);
        var (width, height) = (MathF.Exp(box[2]) * stride, MathF.Exp(box[3]) * stride);
        var marks = new float[10];
        for (var i = 0; i < marks.Length; i += 2)
        {
            marks[i] = (points[i] + column) * stride;
            marks[i + 1] = (points[i + 1] + row) * stride;
        }

        return new(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2), score, marks);
    }
}
