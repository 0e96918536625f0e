using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Nodes.Wav2Lip;
using FaceValue = MySpinBot.Nodes.Wav2Lip.Faces;

namespace MySpinBot.Nodes.Tests.Faces;

public sealed class S3fd_is_built_from_its_weights
{
    [Theory]
    [InlineData(64, 96, 1)]
    [InlineData(75, 33, 2)]
    [InlineData(200, 130, 1)]
    public void Its_heads_give_what_plain_arithmetic_gives(int height, int width, int batch)
    {
        var weights = new S3fdWeights(seed: 3, narrow: 3);
        var random = new Random(11);
        var input = Enumerable.Range(0, batch * 3 * height * width).Select(_ => (float)((random.NextDouble() * 250) - 120)).ToArray();
        using var session = OnnxSession.Load(OnnxModel.Of(S3fd.Build(weights.Tensors)), ComputeDevice.Cpu, TestContext.Current.CancellationToken);
        using var tensor = Tensor.Of(input, batch, 3, height, width);

        var outputs = session.Run(new Dictionary<string, Tensor> { [S3fd.InputName] = tensor }, TestContext.Current.CancellationToken);

        outputs.Count.ShouldBe(12);
        for (var item = 0; item < batch; item++)
        {
            var expected = weights.Heads(new Planes(3, height, width, [.. input.Skip(item * 3 * height * width).Take(3 * height * width).Select(value => (double)value)]));
            foreach (var stride in S3fd.Strides)
            {
                ShouldBe(outputs[S3fd.Scores(stride)], expected[stride].Scores, item);
                ShouldBe(outputs[S3fd.Places(stride)], expected[stride].Places, item);
            }
        }
    }

    [Fact]
    public void A_cell_is_decoded_as_the_reference_does()
    {
        // Stride 8, the cell in row 2 and column 3: its anchor is 32 pixels around (28, 20).
        var heads = Silent(64, 64);
        (heads[8].Scores[(1 * 64) + 19], heads[8].Scores[19]) = (2f, -1f);
        (heads[8].Places[19], heads[8].Places[64 + 19], heads[8].Places[128 + 19], heads[8].Places[192 + 19]) = (1f, -2f, 0.5f, -1f);

        var seen = Read(heads, 64, 64).ShouldHaveSingleItem();

        var (x, y, width, height) = (28 + (1 * 0.1 * 32), 20 - (2 * 0.1 * 32), 32 * Math.Exp(0.5 * 0.2), 32 * Math.Exp(-0.2));
        new[] { seen.Left, seen.Top, seen.Right, seen.Bottom, seen.Score }.ShouldBeNear([x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2), 1 / (1 + Math.Exp(-3))], 1e-4);
    }

    [Fact]
    public void Of_three_backgrounds_the_highest_guards_the_smallest_anchors()
    {
        var heads = Silent(64, 64);
        var cells = 16 * 16;
        heads[4].Scores[(3 * cells) + 5] = 3;
        Read(heads, 64, 64).Count.ShouldBe(1);

        heads[4].Scores[cells + 5] = 4; // the second background

        Read(heads, 64, 64).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_checkpoint_goes_the_whole_way_and_gives_its_anchors()
    {
        // Weights of nothing but biases: every cell of stride 128 says that there is a face exactly where its anchor is.
        var weights = new S3fdWeights(seed: 0, narrow: 2);
        await using var nodes = FaceFiles.Runner();
        var path = Path.Combine(nodes.Folder, "s3fd.safetensors");
        await using (var stream = File.Create(path))
        {
            SafetensorsWriter.Write(weights.Constant(stride: 128, logit: 4), null, stream);
        }

        var detector = (await nodes.RunAsync("FaceDetectorLoader", new { model_name = path })).Output<FaceDetector>();
        detector.Architecture.ShouldBe("S3FD");
        await using var found = FaceFiles.Runner(nodes.Folder);
        var result = await found.RunAsync("FaceDetect", new { detector, image = Image.Create(1, 256, 256, 3, pixels => Array.Fill(pixels, 0.5f)), detail = "fast", max_faces = 100 });

        // 256 pixels are enlarged to 320, which has 4 × 4 cells of 128 pixels with anchors of 512. Equally sure ones go from left to right and down; the next is kept where it
        // overlaps none by more than 0.3: 256 pixels aside are a third, 256 and 128 are 0.23, 384 are a seventh.
        var boxes = result.Output<FaceValue>("faces").Tracks.Select(track => track.Runs[0].Boxes[0]).ToList();
        boxes.Select(box => (Math.Round(box.CentreX * 1.25), Math.Round(box.CentreY * 1.25))).ShouldBe([(64, 64), (64, 448), (320, 192), (448, 448)], ignoreOrder: true);
        foreach (var box in boxes)
        {
            (box.Width * 1.25f).ShouldBe(512, 0.1f);
            (box.Height * 1.25f).ShouldBe(512, 0.1f);
            box.Score.ShouldBe(1 / (1 + MathF.Exp(-4)), 0.001f);
        }
    }

    [Theory]
    [InlineData("conv4_2.weight", "conv4_2.weight")]
    [InlineData("fc7_mbox_loc.weight", "fc7_mbox_loc.weight")]
    [InlineData("conv5_3_norm.weight", "conv5_3_norm.weight")]
    public void Weights_that_do_not_fit_are_named(string damaged, string named)
    {
        var whole = new S3fdWeights(seed: 1, narrow: 2).Tensors;
        var other = new MemoryTensors();
        foreach (var entry in whole.Entries)
        {
            _ = entry.Name == damaged ? other.Add(entry.Name, new float[5], 5) : other.Add(entry.Name, whole.ReadFloats(entry), entry.Shape.AsSpan());
        }

        Should.Throw<CheckpointException>(() => S3fd.Build(other)).Message.ShouldContain(named);
    }

    private static void ShouldBe(Tensor output, Planes expected, int item)
    {
        output.Shape.AsSpan()[1..].ToArray().ShouldBe([expected.Channels, expected.Height, expected.Width]);
        var scale = expected.Values.Max(Math.Abs);
        var numbers = output.Floats.Slice(item * expected.Values.Length, expected.Values.Length);
        for (var i = 0; i < numbers.Length; i++)
        {
            ((double)numbers[i]).ShouldBe(expected.Values[i], 2e-5 * scale);
        }
    }

    private static Dictionary<int, (float[] Scores, float[] Places)> Silent(int height, int width)
        => S3fd.Strides.ToDictionary(stride => stride, stride => (Enumerable.Range(0, Backgrounds(stride) + 1).SelectMany(channel => Enumerable.Repeat(channel == Backgrounds(stride) ? -9f : 0f, Cells(stride, height, width))).ToArray(), new float[4 * Cells(stride, height, width)]));

    private static int Backgrounds(int stride) => stride == 4 ? 3 : 1;

    private static int Cells(int stride, int height, int width) => Math.Max(1, height / stride) * Math.Max(1, width / stride);

    private static List<Sighting> Read(Dictionary<int, (float[] Scores, float[] Places)> heads, int height, int width)
    {
        var outputs = new Dictionary<string, Tensor>();
        foreach (var (stride, (scores, places)) in heads)
        {
            outputs[S3fd.Scores(stride)] = Tensor.Of(scores, 1, Backgrounds(stride) + 1, Math.Max(1, height / stride), Math.Max(1, width / stride));
            outputs[S3fd.Places(stride)] = Tensor.Of(places, 1, 4, Math.Max(1, height / stride), Math.Max(1, width / stride));
        }

        var seen = new List<Sighting>();
        new S3fdNetwork().Read(outputs, 0, width, height, 0.5, seen);
        return seen;
    }
}
