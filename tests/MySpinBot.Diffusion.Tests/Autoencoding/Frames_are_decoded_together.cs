using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Imaging.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Autoencoding;

/// <summary>The runner of autoencoders over frames of a film: chunks as they are asked for, and smaller ones where there is no room.</summary>
[Trait("Category", "golden")]
public sealed partial class Frames_are_decoded_together : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(Golden.Folder("svd-tiny"), "vae");
    private static readonly string WeightsPath = Directory.EnumerateFiles(Folder, "diffusion_pytorch_model*.safetensors").Single();

    private readonly Checkpoint _io = Checkpoint.Open(Path.Combine(Folder, "io.safetensors"));
    private readonly WeightedCall _call = new();

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        _io.Dispose();
        await _call.DisposeAsync();
    }

    [Fact]
    public async Task As_many_as_are_asked_for()
    {
        var cases = _io.Entries.Select(entry => Chunks().Match(entry.Name)).Where(match => match.Success).ToArray();
        cases.Length.ShouldBeGreaterThan(1);
        foreach (var each in cases)
        {
            var atOnce = int.Parse(each.Groups["size"].Value, CultureInfo.InvariantCulture);

            var frames = await DecodeAsync(_call, atOnce);

            Farthest(frames, each.Value).ShouldBeLessThan(5e-5, each.Value);
            _call.Notes["frames_at_once"].ShouldBe(each.Groups["size"].Value);
        }
    }

    [Fact]
    public async Task All_of_them_where_nothing_is_said()
    {
        var all = _io.Entries.Select(entry => Chunks().Match(entry.Name)).Single(match => match.Success && match.Groups["size"].Value == _io.Get("dec.z").Shape[0].ToString(CultureInfo.InvariantCulture));

        Farthest(await DecodeAsync(_call, 0), all.Value).ShouldBeLessThan(5e-5);
    }

    [Fact]
    public async Task Fewer_where_there_is_no_room_for_all()
    {
        var roomy = await DecodeAsync(_call, 0);
        var need = Need((int)_io.Get("dec.z").Shape[0]);
        need.ShouldBeGreaterThan(Need(1) * 3 / 2, "more frames at once take more memory");

        // A run of all of them cannot fit beside the weights; half of them can.
        await using var tight = new WeightedCall(ResidentBytes() + need - 1);
        var frames = await DecodeAsync(tight, 0);

        frames.Batch.ShouldBe(roomy.Batch);
        tight.Messages.ShouldContain(message => message.Contains("There is no room for", StringComparison.Ordinal));
        int.Parse(tight.Notes["frames_at_once"], CultureInfo.InvariantCulture).ShouldBeLessThan(roomy.Batch);
        GraphRun.Farthest(frames.Pixels, roomy.Pixels).ShouldBeGreaterThan(1e-4, "frames that see fewer others look different");
    }

    private static AutoencoderConfig Config()
    {
        using var weights = Checkpoint.Open(WeightsPath);
        return AutoencoderReading.Of(weights).ShouldNotBeNull();
    }

    private static long ResidentBytes()
    {
        using var model = AutoencoderFile.Open(Config(), AutoencoderSide.Decoder, WeightsPath, TensorType.Float32);
        return model.ResidentBytes(Inference.ComputeDevice.Cpu);
    }

    private long Need(int frames)
    {
        var shape = _io.Get("dec.z").Shape;
        using var model = AutoencoderFile.Open(Config(), AutoencoderSide.Decoder, WeightsPath, TensorType.Float32);
        return model.WorkingBytes(Inference.ComputeDevice.Cpu, new Dictionary<string, long> { ["n"] = frames, ["h"] = shape[2], ["w"] = shape[3] });
    }

    private async Task<Image> DecodeAsync(WeightedCall call, int atOnce)
    {
        var shape = _io.Get("dec.z").Shape;
        var latent = Latent.Own(new LatentShape((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]), _io.ReadFloats("dec.z"));
        using var run = new AutoencoderRun(new Autoencoder(call.Put(WeightsPath, "vae"), Config()), call);
        return await run.DecodeAsync(latent, framesAtOnce: atOnce, cancellation: TestContext.Current.CancellationToken);
    }

    // The reference gives −1..1, planes of colours, not clamped.
    private double Farthest(Image frames, string key)
    {
        var (planes, size) = (_io.ReadFloats(key), frames.Height * frames.Width);
        var expected = Enumerable.Range(0, planes.Length).Select(i => Math.Clamp((planes[(i / (3 * size) * 3 * size) + (i % 3 * size) + (i / 3 % size)] + 1) / 2, 0, 1)).ToArray();
        return GraphRun.Farthest(frames.Pixels, expected);
    }

    [GeneratedRegex(@"^dec\.chunk(?<size>\d+)\(.*\)$")]
    private static partial Regex Chunks();
}
