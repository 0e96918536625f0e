using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Inference.Tests.Architectures;

[Trait("Category", "golden")]
public sealed partial class Wav2Lip_is_built_from_its_weights : IDisposable
{
    private static readonly double Allowed = Golden.Tolerance(Golden.Folder("wav2lip"), 1e-4, "generator");

    private readonly Checkpoint _weights = Checkpoint.Open(Path.Combine(Golden.Folder("wav2lip"), "weights.safetensors"));
    private readonly Checkpoint _numbers = Checkpoint.Open(Path.Combine(Golden.Folder("wav2lip"), "io.safetensors"));

    /// <summary>Every state dict that the reference data expects to be read out of another file.</summary>
    public static TheoryData<string> Expected
        => [.. Directory.EnumerateFiles(Golden.Folder("wav2lip"), "*_expected.safetensors").Select(file => Path.GetFileName(file)[..^"_expected.safetensors".Length])];

    public void Dispose()
    {
        _weights.Dispose();
        _numbers.Dispose();
    }

    [Fact]
    public void It_makes_the_faces_that_the_reference_makes()
    {
        var frames = Run(Wav2LipGenerator.Build(_weights), Mel("gen.mel"), Faces("gen.face_u8"), Wav2LipGenerator.Frame);

        Farthest(frames, _numbers.ReadFloats("gen.output")).ShouldBeLessThan(Allowed);
    }

    [Fact]
    public void What_lies_between_is_the_reference_too()
    {
        var observed = _numbers.Entries.Select(entry => Observation.Match(entry.Name)).Where(match => match.Success).ToArray();
        observed.ShouldNotBeEmpty();
        var graph = Wav2LipGenerator.Build(_weights, TensorType.Float32, observed.Select(Module).ToHashSet());

        var results = RunAll(graph, Mel("gen.mel"), Faces("gen.face_u8"));

        foreach (var match in observed)
        {
            var (name, inside) = (match.Value, match.Groups["part"].Value);
            var (values, shape) = results[Module(match)];
            Farthest(inside.Length > 0 ? Part(values, shape, inside) : values, _numbers.ReadFloats(name)).ShouldBeLessThan(Allowed * 10, name);
        }
    }

    [Fact]
    public void A_picture_depends_on_its_own_sound_and_face_alone()
    {
        var ((mel, batch), (faces, _)) = (Mel("gen.mel"), Faces("gen.face_u8"));
        var graph = Wav2LipGenerator.Build(_weights);
        var together = Run(graph, (mel, batch), (faces, batch), Wav2LipGenerator.Frame);
        var (one, face, frame) = (mel.Length / batch, faces.Length / batch, together.Length / batch);
        for (var i = 0; i < batch; i++)
        {
            var alone = Run(graph, (mel[(i * one)..((i + 1) * one)], 1), (faces[(i * face)..((i + 1) * face)], 1), Wav2LipGenerator.Frame);
            Farthest(alone, together[(i * frame)..((i + 1) * frame)]).ShouldBeLessThan(1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void A_trainers_checkpoint_holds_what_its_bare_tensors_are(string name)
    {
        var file = Directory.EnumerateFiles(Golden.Folder("wav2lip"), name + "*").Single(file => !file.EndsWith("_expected.safetensors", StringComparison.Ordinal));
        using var trained = Checkpoint.Open(file);
        using var bare = Checkpoint.Open(Path.Combine(Golden.Folder("wav2lip"), name + "_expected.safetensors"));

        trained.Root.ShouldBe("state_dict");
        var (found, expected) = (Wav2LipGenerator.Named(trained), Wav2LipGenerator.Named(bare));
        found.Entries.Select(entry => entry.Name).Order().ShouldBe(expected.Entries.Select(entry => entry.Name).Order());
        foreach (var entry in found.Entries)
        {
            entry.Name.ShouldNotStartWith("module.");
            found.ReadFloats(entry).ShouldBe(expected.ReadFloats(entry.Name), entry.Name);
        }
    }

    [Fact]
    public void Names_with_and_without_module_before_them_are_one_model()
    {
        var (mel, face) = (Mel("gen.mel"), Faces("gen.face_u8"));

        var one = Run(Wav2LipGenerator.Build(new RenamedTensors(_weights, name => "module." + name)), mel, face, Wav2LipGenerator.Frame);

        one.ShouldBe(Run(Wav2LipGenerator.Build(_weights), mel, face, Wav2LipGenerator.Frame));
    }

    [Fact]
    public void Weights_in_half_precision_give_nearly_the_same_faces()
    {
        var frames = Run(Wav2LipGenerator.Build(_weights, TensorType.Float16), Mel("gen.mel"), Faces("gen.face_u8"), Wav2LipGenerator.Frame);

        Farthest(frames, _numbers.ReadFloats("gen.output")).ShouldBeLessThan(0.05);
    }

    [Fact]
    public void The_size_of_its_faces_follows_from_its_blocks()
        => Wav2LipGenerator.FaceSize(_weights).ShouldBe((int)_numbers.Get("gen.face_u8").Shape[^1]);

    [Fact]
    public void A_layer_that_does_not_fit_the_one_before_is_named()
    {
        var broken = new MemoryTensors();
        foreach (var entry in _weights.Entries)
        {
            long[] shape = [.. entry.Shape];
            if (entry.Name == "face_decoder_blocks.3.1.conv_block.0.weight")
            {
                shape[0]++;
            }

            broken.Add(entry.Name, new float[shape.Aggregate(1L, (count, size) => count * size)], shape);
        }

        Should.Throw<CheckpointException>(() => Wav2LipGenerator.Build(broken)).Message.ShouldContain("'face_decoder_blocks.3.1'");
    }

    [Fact]
    public void What_is_no_generator_is_called_by_its_name()
    {
        Refused("face_encoder.0.conv_block.0.weight").ShouldContain("SyncNet");
        Refused("binary_pred.0.weight").ShouldContain("discriminator");
        Refused("conv_first.weight").ShouldContain("no Wav2Lip generator");

        static string Refused(string name)
            => Should.Throw<CheckpointException>(() => Wav2LipGenerator.FaceSize(new MemoryTensors().Add(name, new float[9], 1, 1, 3, 3))).Message;
    }

    private (float[] Values, int Batch) Mel(string name) => (_numbers.ReadFloats(name), (int)_numbers.Get(name).Shape[0]);

    private (float[] Values, int Batch) Faces(string name) => ([.. _numbers.ReadFloats(name).Select(level => (float)(level / 255.0))], (int)_numbers.Get(name).Shape[0]);

    private static float[] Run(OnnxGraph graph, (float[] Values, int Batch) mel, (float[] Values, int Batch) faces, string output) => RunAll(graph, mel, faces)[output].Values;

    private static Dictionary<string, (float[] Values, long[] Shape)> RunAll(OnnxGraph graph, (float[] Values, int Batch) mel, (float[] Values, int Batch) faces)
    {
        var size = (long)Math.Sqrt(faces.Values.Length / faces.Batch / 6);
        using var session = OnnxSession.Load(OnnxModel.Of(graph), ComputeDevice.Cpu);
        using var sound = Tensor.Of(mel.Values, mel.Batch, 1, Wav2LipGenerator.MelBands, Wav2LipGenerator.MelSteps);
        using var face = Tensor.Of(faces.Values, faces.Batch, 6, size, size);
        var results = session.Run(new Dictionary<string, Tensor> { [Wav2LipGenerator.Mel] = sound, [Wav2LipGenerator.Face] = face }, default);
        return results.ToDictionary(result => result.Key, result =>
        {
            using var value = result.Value;
            return (value.ToFloats(), value.Shape.ToArray());
        });
    }

    // gen.act.face_enc0[0,:2] is what face_encoder_blocks.0 gives.
    private static string Module(Match match) => match.Groups["module"].Value
        .Replace("face_enc", "face_encoder_blocks.", StringComparison.Ordinal).Replace("face_dec", "face_decoder_blocks.", StringComparison.Ordinal);

    /// <summary>[picture, :channels] of [batch, channels, rows, columns].</summary>
    private static float[] Part(float[] values, long[] shape, string inside)
    {
        var (picture, channels) = inside.Split(',') is [var first, var second] ? (int.Parse(first, CultureInfo.InvariantCulture), int.Parse(second.TrimStart(':'), CultureInfo.InvariantCulture)) : throw new FormatException(inside);
        var plane = (int)(shape[2] * shape[3]);
        var start = picture * (int)shape[1] * plane;
        return values[start..(start + (channels * plane))];
    }

    private static double Farthest(float[] one, float[] other)
    {
        one.Length.ShouldBe(other.Length);
        return one.Zip(other, (a, b) => Math.Abs((double)a - b)).Max();
    }

    [GeneratedRegex(@"^gen\.act\.(?<module>[\w.]+)(\[(?<part>.+)\])?$")]
    private static partial Regex Observation { get; }
}
