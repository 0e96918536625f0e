using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Diffusion.Tests.Networks;

/// <summary>The autoencoder of Stable Video Diffusion, in one piece and in several, under the names of diffusers and of single files.</summary>
[Trait("Category", "golden")]
public sealed partial class The_video_autoencoder_computes_what_PyTorch_did : IDisposable
{
    private const double Allowed = 5e-5;

    private static readonly string Folder = Path.Combine(Golden.Folder("svd-tiny"), "vae");

    private readonly Checkpoint _weights = Checkpoint.Open(Directory.EnumerateFiles(Folder, "diffusion_pytorch_model*.safetensors").Single());
    private readonly Checkpoint _io = Checkpoint.Open(Path.Combine(Folder, "io.safetensors"));

    public void Dispose()
    {
        _weights.Dispose();
        _io.Dispose();
    }

    [Fact]
    public void Frames_of_latents_with_what_lies_between()
    {
        var acts = _io.Entries.Where(entry => entry.Name.StartsWith("dec.act.", StringComparison.Ordinal)).Select(entry => entry.Name).ToArray();
        acts.ShouldNotBeEmpty();
        var latent = GraphRun.Input(AutoencoderDecoder.Input, _io, "dec.z");

        var results = GraphRun.Of(VideoAutoencoderDecoder.Build(Config(_weights), _weights, TensorType.Float32, [.. acts.Select(Module)]), latent);

        GraphRun.Farthest(results[AutoencoderDecoder.Output].Values, _io.ReadFloats(Chunked().Single(chunks => chunks.Sizes is [var all] && all == latent.Shape[0]).Key)).ShouldBeLessThan(Allowed);
        foreach (var act in acts)
        {
            results[Module(act)].Shape.ShouldBe([.. _io.Get(act).Shape], act);
            GraphRun.Farthest(results[Module(act)].Values, _io.ReadFloats(act)).ShouldBeLessThan(Allowed, act);
        }
    }

    [Fact]
    public void Chunks_of_them_each_for_itself()
    {
        var graph = VideoAutoencoderDecoder.Build(Config(_weights), _weights);
        var (_, latent, shape) = GraphRun.Input(AutoencoderDecoder.Input, _io, "dec.z");
        var frame = latent.Length / (int)shape[0];
        var cases = Chunked().ToArray();
        cases.Length.ShouldBeGreaterThan(1);
        foreach (var (key, sizes) in cases)
        {
            var (frames, at) = (new List<float>(), 0);
            foreach (var size in sizes)
            {
                frames.AddRange(GraphRun.Of(graph, (AutoencoderDecoder.Input, latent[(at * frame)..((at + size) * frame)], [size, .. shape[1..]]))[AutoencoderDecoder.Output].Values);
                at += size;
            }

            GraphRun.Farthest(frames.ToArray(), _io.ReadFloats(key)).ShouldBeLessThan(Allowed, key);
        }
    }

    [Fact]
    public void Latents_of_a_picture()
    {
        var results = GraphRun.Of(AutoencoderEncoder.Build(Config(_weights), _weights, TensorType.Float32, ["encoder.mid_block"]), GraphRun.Input(AutoencoderEncoder.Input, _io, "enc.image"));

        var (mean, logarithms) = (_io.ReadFloats("enc.mean(mode)"), _io.ReadFloats("enc.logvar"));
        var moments = results[AutoencoderEncoder.Output].Values;
        GraphRun.Farthest(moments.AsSpan(0, mean.Length), mean).ShouldBeLessThan(Allowed);
        GraphRun.Farthest(moments.AsSpan(mean.Length), logarithms).ShouldBeLessThan(Allowed);
        GraphRun.Farthest(results["encoder.mid_block"].Values, _io.ReadFloats("enc.act.mid")).ShouldBeLessThan(Allowed);
    }

    [Theory]
    [InlineData("first_stage_model.")]
    [InlineData("")]
    public void Under_the_names_of_a_single_file_too(string prefix)
    {
        var single = VideoAutoencoderShapes.ToSingleFile(_weights, prefix);
        single.Entries.ShouldContain(entry => entry.Name == $"{prefix}decoder.mid.block_1.time_stack.in_layers.2.weight");
        single.Entries.ShouldContain(entry => entry.Name == $"{prefix}decoder.up.0.block.0.mix_factor");

        var named = AutoencoderNames.Diffusers(single).ShouldNotBeNull();

        named.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal).ShouldBe(_weights.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Config(single).ShouldBe(Config(_weights), new SameConfig());
        foreach (var entry in named.Entries)
        {
            named.ReadFloats(entry).ShouldBe(_weights.ReadFloats(entry.Name), entry.Name);
        }
    }

    [Fact]
    public void In_half_precision_nearly()
    {
        var graph = VideoAutoencoderDecoder.Build(Config(_weights), _weights, TensorType.Float16);

        var half = GraphRun.Of(graph, GraphRun.Input(AutoencoderDecoder.Input, _io, "dec.z"))[AutoencoderDecoder.Output].Values;

        // Values of the order of one through some forty normalisations; eleven bits of a number are 0.0005 of it.
        GraphRun.Farthest(half, _io.ReadFloats(Chunked().First(chunks => chunks.Sizes.Length == 1).Key)).ShouldBeLessThan(0.03);
    }

    [Fact]
    public void What_tests_make_of_it_has_the_names_and_shapes_of_the_reference()
    {
        var made = VideoAutoencoderShapes.Of(Config(_weights)).Entries;

        made.Select(entry => $"{entry.Name} {string.Join('x', entry.Shape)}").Order(StringComparer.Ordinal).ShouldBe(_weights.Entries.Select(entry => $"{entry.Name} {string.Join('x', entry.Shape)}").Order(StringComparer.Ordinal));
    }

    private static AutoencoderConfig Config(ITensors weights)
    {
        var config = AutoencoderReading.Of(weights).ShouldNotBeNull();
        config.Kind.ShouldBe(AutoencoderKind.Temporal);
        return config;
    }

    // 'dec.chunk4(num_frames=4)', 'dec.chunk2(2+2)', 'dec.chunk3(3+1)'
    private IEnumerable<(string Key, int[] Sizes)> Chunked()
        => _io.Entries.Select(entry => Chunks().Match(entry.Name)).Where(match => match.Success)
            .Select(match => (match.Value, match.Groups["each"].Value.Split('+').Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToArray()));

    private static string Module(string act) => act["dec.act.".Length..] switch
    {
        "conv_out_before_time_conv" => "decoder.conv_out",
        var inner => "decoder." + Numbered().Replace(inner.Replace("(5D)", "", StringComparison.Ordinal), match => match.Groups["kind"].Value switch
        {
            "up" => $"up_blocks.{match.Groups["number"].Value}",
            _ => $"resnets.{match.Groups["number"].Value}",
        }).Replace("mid", "mid_block", StringComparison.Ordinal).Replace(".attn", ".attentions.0", StringComparison.Ordinal)
            .Replace(".spatial", ".spatial_res_block", StringComparison.Ordinal).Replace(".temporal", ".temporal_res_block", StringComparison.Ordinal),
    };

    [GeneratedRegex(@"^dec\.chunk\d+\((?:num_frames=)?(?<each>\d+(?:\+\d+)*)\)$")]
    private static partial Regex Chunks();

    [GeneratedRegex(@"\b(?<kind>up|res)(?<number>\d+)\b")]
    private static partial Regex Numbered();

    private sealed class SameConfig : IEqualityComparer<AutoencoderConfig>
    {
        public bool Equals(AutoencoderConfig? x, AutoencoderConfig? y) => x is not null && y is not null && x.Channels.SequenceEqual(y.Channels) && x with { Channels = y.Channels } == y;

        public int GetHashCode(AutoencoderConfig obj) => obj.LatentChannels;
    }
}
