using System.Collections.Immutable;
using MySpinBot.Inference;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>S3FD (Zhang et al.: S³FD, Single Shot Scale-invariant Face Detector, 2017), as Wav2Lip's <c>face_detection</c> uses it: the boxes that Wav2Lip was trained with.</summary>
/// <remarks>Wav2Lip turns its BGR frames round before the mean of blue, green and red is subtracted, so red meets blue's mean. That is done here too: the same faces give the same boxes.</remarks>
internal sealed class S3fdNetwork : FaceNetwork
{
    private const float CentreVariance = 0.1f, SizeVariance = 0.2f, AnchorStrides = 4;

    /// <inheritdoc/>
    public override string Name => S3fd.ArchitectureName;

    /// <inheritdoc/>
    public override int LeastSide => S3fd.LeastSide;

    /// <inheritdoc/>
    public override ImmutableArray<int> Channels { get; } = [0, 1, 2];

    /// <inheritdoc/>
    public override ImmutableArray<float> Subtracted { get; } = [104, 117, 123];

    /// <inheritdoc/>
    public override float Factor => 1;

    /// <inheritdoc/>
    public override double UsualScore => 0.5;

    /// <inheritdoc/>
    public override double UsualOverlap => 0.3;

    /// <inheritdoc/>
    public override BoxConvention Convention => BoxConvention.S3fd;

    /// <inheritdoc/>
    public override void Read(IReadOnlyDictionary<string, Tensor> outputs, int item, int width, int height, double leastScore, List<Sighting> seen)
    {
        // The least difference of both logits that makes the score: softmax over two is the sigmoid of their difference.
        var least = Math.Log(Math.Max(leastScore, 1e-6) / Math.Max(1 - leastScore, 1e-6));
        foreach (var stride in S3fd.Strides)
        {
            var (scores, places) = (outputs[S3fd.Scores(stride)], outputs[S3fd.Places(stride)]);
            var (channels, rows, columns) = ((int)scores.Shape[1], (int)scores.Shape[2], (int)scores.Shape[3]);
            var cells = rows * columns;
            var logits = Of(outputs, S3fd.Scores(stride), item, channels * cells);
            var offsets = Of(outputs, S3fd.Places(stride), item, 4 * cells);
            for (var i = 0; i < cells; i++)
            {
                var difference = logits[((channels - 1) * cells) + i] - Background(logits, channels - 1, cells, i);
                if (difference >= least)
                {
                    seen.Add(Decoded(offsets, cells, i, i % columns, i / columns, stride, 1 / (1 + MathF.Exp(-difference))));
                }
            }
        }
    }

    // Max-out background: where a head has several backgrounds, the highest counts. They guard the smallest anchors against false faces.
    private static float Background(ReadOnlySpan<float> logits, int backgrounds, int cells, int cell)
    {
        var highest = logits[cell];
        for (var k = 1; k < backgrounds; k++)
        {
            highest = Math.Max(highest, logits[(k * cells) + cell]);
        }

        return highest;
    }

    private static Sighting Decoded(ReadOnlySpan<float> offsets, int cells, int cell, int column, int row, int stride, float score)
    {
        var anchor = stride * AnchorStrides;
        var x = (stride * (column + 0.5f)) + (offsets[cell] * CentreVariance * anchor);
        var y = (stride * (row + 0.5f)) + (offsets[cells + cell] * CentreVariance * anchor);
        var width = anchor * MathF.Exp(offsets[(2 * cells) + cell] * SizeVariance);
        var height = anchor * MathF.Exp(offsets[(3 * cells) + cell] * SizeVariance);
        return new(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2), score);
    }
}
