using MySpinBot.Diffusion;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Nodes.Tests.Painting;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Sampling;

/// <summary>The nodes that sample, on a small model: one run put together in several ways.</summary>
public sealed class Ways_to_sample_agree : IAsyncLifetime
{
    private static readonly Conditioning Wanted = Text(i => MathF.Sin(i));
    private static readonly Conditioning Unwanted = Text(_ => 0);

    private readonly TinyStudio _studio = new();
    private DiffusionModel? _model;

    private static Latent Canvas => Latent.Zeros(new LatentShape(1, 4, 8, 8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private NodeRunner Nodes => _studio.Nodes;

    private DiffusionModel Model => _model!;

    public async ValueTask InitializeAsync()
    {
        TinyFiles.Checkpoint(_studio.Models, "tiny.safetensors");
        _model = (await _studio.LoadAsync("tiny.safetensors")).Model;
    }

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public async Task Of_parts_in_one_node_and_in_two_halves()
    {
        var whole = await Nodes.RunAsync("KSampler", new { model = Model, seed = 3UL, steps = 4, cfg = 5.0, samplerName = "euler", scheduler = "karras", positive = Wanted, negative = Unwanted, latentImage = Canvas }, Cancellation);
        var wanted = whole.Output<Latent>().Values.ToArray();
        wanted.ShouldAllBe(value => float.IsFinite(value));
        whole.Progress.ShouldNotBeEmpty();
        whole.Previews.ShouldNotBeEmpty();

        var first = await Half(addNoise: "enable", start: 0, end: 2, leaves: "enable", Canvas);
        var second = await Half(addNoise: "disable", start: 2, end: 10000, leaves: "disable", first);
        Apart(second, wanted).ShouldBeLessThan(1e-4);
        Apart(first, wanted).ShouldBeGreaterThan(1e-3);

        var sigmas = (await Nodes.RunAsync("BasicScheduler", new { model = Model, scheduler = "karras", steps = 4 }, Cancellation)).Output<Sigmas>();
        var sampler = (await Nodes.RunAsync("KSamplerSelect", new { samplerName = "euler" }, Cancellation)).Output<SamplerChoice>();
        var custom = await Nodes.RunAsync("SamplerCustom", new { model = Model, noiseSeed = 3UL, cfg = 5.0, positive = Wanted, negative = Unwanted, sampler, sigmas, latentImage = Canvas }, Cancellation);
        custom.Output<Latent>("output").Values.ToArray().ShouldBe(wanted);
        custom.Output<Latent>("denoised_output").Values.ToArray().ShouldBe(wanted);

        var guider = (await Nodes.RunAsync("CFGGuider", new { model = Model, positive = Wanted, negative = Unwanted, cfg = 5.0 }, Cancellation)).Output<Guider>();
        var noise = (await Nodes.RunAsync("RandomNoise", new { noiseSeed = 3UL }, Cancellation)).Output<NoiseSource>();
        var parts = await Nodes.RunAsync("SamplerCustomAdvanced", new { noise, guider, sampler, sigmas, latentImage = Canvas }, Cancellation);
        parts.Output<Latent>("output").Values.ToArray().ShouldBe(wanted);
    }

    [Fact]
    public async Task Noise_may_be_added_by_a_node_of_its_own()
    {
        var sigmas = new Sigmas([2f, 1f, 0f]);
        var sampler = new SamplerChoice("euler");
        var canvas = Latent.Own(Canvas.Shape, [.. Enumerable.Range(0, 256).Select(i => MathF.Sin(i))]);
        var guider = (await Nodes.RunAsync("BasicGuider", new { model = Model, conditioning = Wanted }, Cancellation)).Output<Guider>();
        var none = (await Nodes.RunAsync("DisableNoise", new { }, Cancellation)).Output<NoiseSource>();
        var some = new NoiseSource(3);

        var noisy = (await Nodes.RunAsync("AddNoise", new { model = Model, noise = some, sigmas, latentImage = canvas }, Cancellation)).Output<Latent>();
        var after = await Nodes.RunAsync("SamplerCustomAdvanced", new { noise = none, guider, sampler, sigmas, latentImage = noisy }, Cancellation);
        var within = await Nodes.RunAsync("SamplerCustomAdvanced", new { noise = some, guider, sampler, sigmas, latentImage = canvas }, Cancellation);

        Apart(after.Output<Latent>("output"), within.Output<Latent>("output").Values.ToArray()).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public async Task Nothing_to_denoise_gives_back_what_came()
    {
        var canvas = Latent.Own(Canvas.Shape, [.. Enumerable.Range(0, 256).Select(i => MathF.Sin(i))]);

        var sampled = await Nodes.RunAsync("KSampler", new { model = Model, samplerName = "euler", scheduler = "normal", positive = Wanted, negative = Unwanted, latentImage = canvas, denoise = 0.0 }, Cancellation);

        sampled.Output<Latent>().Values.ToArray().ShouldBe(canvas.Values.ToArray());
    }

    private async Task<Latent> Half(string addNoise, int start, int end, string leaves, Latent from)
        => (await Nodes.RunAsync(
            "KSamplerAdvanced",
            new { model = Model, addNoise, noiseSeed = 3UL, steps = 4, cfg = 5.0, samplerName = "euler", scheduler = "karras", positive = Wanted, negative = Unwanted, latentImage = from, startAtStep = start, endAtStep = end, returnWithLeftoverNoise = leaves },
            Cancellation)).Output<Latent>();

    private static Conditioning Text(Func<int, float> value)
        => new([new Condition(Embedding.Own(1, 7, TinyFiles.Text.Width, [.. Enumerable.Range(0, 7 * TinyFiles.Text.Width).Select(value)]))]);

    private static double Apart(Latent latent, float[] wanted)
    {
        var farthest = 0f;
        for (var i = 0; i < wanted.Length; i++)
        {
            farthest = Math.Max(farthest, Math.Abs(latent.Values[i] - wanted[i]));
        }

        return farthest / wanted.Max(Math.Abs);
    }
}
