using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Sampling;

/// <summary>Whole runs over a real network of chance: seeds, strengths, masks, progress, cancelling.</summary>
public sealed class Schedulers_of_diffusers_paint : IDisposable
{
    private static readonly LatentShape Shape = new(1, 4, 8, 8);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_seed_gives_the_same_and_another_another()
    {
        await using var call = new WeightedCall();
        foreach (var scheduler in Enum.GetValues<DiffusersScheduler>())
        {
            call.ProgressTold.Clear();
            var request = Request(call, scheduler, steps: 4);
            var (one, again, other) = (await RunAsync(request, call), await RunAsync(request, call), await RunAsync(request with { Seed = 8 }, call));
            one.ShouldBe(again, scheduler.ToString());
            other.ShouldNotBe(one, scheduler.ToString());
            one.ShouldAllBe(value => float.IsFinite(value));
            call.ProgressTold[0].Total.ShouldBe(scheduler == DiffusersScheduler.Pndm ? 5 : 4);
        }
    }

    [Fact]
    public async Task Less_strength_takes_only_the_last_steps()
    {
        await using var call = new WeightedCall();
        var picture = Latent.Own(Shape, [.. Enumerable.Range(0, Shape.Count).Select(i => MathF.Sin(i))]);
        var request = Request(call, DiffusersScheduler.Euler, steps: 4) with { Start = picture };
        Near(await RunAsync(request with { Scheduler = request.Scheduler! with { Strength = 0 } }, call), picture).ShouldBeTrue();
        call.ProgressTold.ShouldBeEmpty();
        await RunAsync(request with { Scheduler = request.Scheduler! with { Strength = 0.5 } }, call);
        call.ProgressTold.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Outside_a_mask_the_picture_stays()
    {
        await using var call = new WeightedCall();
        var picture = Latent.Own(Shape, [.. Enumerable.Range(0, Shape.Count).Select(i => MathF.Sin(i))]);
        var mask = new float[64];
        mask.AsSpan(0, 32).Fill(1);
        var request = Request(call, DiffusersScheduler.Euler, steps: 3) with { Start = picture.WithNoiseMask(Mask.Own(1, 8, 8, mask)) };
        var painted = await RunAsync(request, call);
        for (var i = 0; i < painted.Length; i++)
        {
            (Math.Abs(painted[i] - picture.Values[i]) < 1e-4).ShouldBe(i % 64 >= 32, $"{i}");
        }
    }

    [Fact]
    public async Task Velocities_that_end_in_nothing_but_noise_are_painted_too()
    {
        await using var call = new WeightedCall();
        var request = Request(call, DiffusersScheduler.Ddim, steps: 4, new SamplingConfig(PredictionKind.Velocity, new DiscreteNoise(HasZeroTerminal: true)));
        var config = request.Scheduler!.Config with { Spacing = TimestepSpacing.Trailing, Eta = 0.5 };
        (await RunAsync(request with { Scheduler = request.Scheduler with { Config = config } }, call)).ShouldAllBe(value => float.IsFinite(value));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_ends_within_a_step()
    {
        await using var call = new WeightedCall();
        var request = Request(call, DiffusersScheduler.Euler, steps: 50);
        call.OnProgress = call.Cancel;
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(request, call));
        call.ProgressTold.Count.ShouldBe(1);
    }

    private SamplingRequest Request(WeightedCall call, DiffusersScheduler scheduler, int steps, SamplingConfig? sampling = null)
    {
        var file = _folder.Sub("diffusion_models", "tiny.safetensors");
        if (!File.Exists(file))
        {
            TinyFiles.NetworkAlone(_folder.Path, "tiny.safetensors").ShouldBe(file);
        }

        var model = new DiffusionModel(call.Put(file, "diffusion_models"), TinyFiles.Network, sampling ?? SamplingConfig.StableDiffusion);
        Conditioning Words(float value)
        {
            var values = new float[77 * TinyFiles.Network.ContextWidth];
            Array.Fill(values, value);
            return new Conditioning([new Condition(Embedding.Own(1, 77, TinyFiles.Network.ContextWidth, values))]);
        }

        return new SamplingRequest(new Guider(model, Words(0.5f), Words(-0.5f), 3), new SamplerChoice("euler"), [], Latent.Zeros(Shape)) { Seed = 7, Scheduler = new DiffusersRequest(DiffusersConfig.For(model.Sampling, scheduler), steps) };
    }

    private static async Task<float[]> RunAsync(SamplingRequest request, WeightedCall call) => (await SamplingRun.RunAsync(request, call, call.Cancellation)).Output.Values.ToArray();

    private static bool Near(float[] one, Latent other) => one.Zip(other.Values.ToArray()).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5);
}
