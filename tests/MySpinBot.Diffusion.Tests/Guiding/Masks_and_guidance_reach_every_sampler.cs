using System.Text.Json;

namespace MySpinBot.Diffusion.Tests.Guiding;

[Trait("Category", "golden")]
public sealed class Masks_and_guidance_reach_every_sampler
{
    /// <summary>The scenarios that go through what stands between a sampler and a model; the others are the samplers' own tests.</summary>
    private static readonly string[] Scenarios = ["inpaint", "cfg7", "img2img"];

    public static TheoryData<string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string>();
            foreach (var run in new SamplingGolden("samplers").Json.GetProperty("runs").EnumerateArray())
            {
                if (Scenarios.Contains(run.GetProperty("scenario").GetString()))
                {
                    runs.Add(run.GetProperty("sampler").GetString()!, run.GetProperty("scenario").GetString()!);
                }
            }

            return runs;
        }
    }

    [Theory, MemberData(nameof(Runs))]
    public void A_run_ends_where_ComfyUI_ends(string sampler, string scenario)
    {
        var golden = new SamplingGolden("samplers");
        var keys = golden.Json.GetProperty("keys");
        var run = golden.Json.GetProperty("runs").EnumerateArray().Single(each => each.GetProperty("sampler").GetString() == sampler && each.GetProperty("scenario").GetString() == scenario);
        var start = golden.Latent(keys.GetProperty(run.GetProperty("latent").GetString() == "image" ? "latent_image" : "zero").GetString()!);
        start = run.GetProperty("mask").GetBoolean() ? start.WithNoiseMask(golden.Mask(keys.GetProperty("mask").GetString()!)) : start;

        var sampled = Run(golden, run, start, golden.Json.GetProperty("steps").GetInt32());

        var wanted = golden.Values(run.GetProperty("final").GetString()!);
        SamplingGolden.Distance(sampled.Output.Values, wanted).ShouldBeLessThan(sampler == "dpm_adaptive" ? 2e-4 : 2e-5);
    }

    private static SampledLatents Run(SamplingGolden golden, JsonElement run, Latent start, int steps)
    {
        var keys = golden.Json.GetProperty("keys");
        var model = ToyRuns.Model(SamplingConfig.StableDiffusion, new ToyNetwork(start.Shape).Config);
        var guider = new Guider(model, ToyRuns.Only(golden.Towards(keys.GetProperty("positive_b").GetString()!)), ToyRuns.Only(golden.Towards(keys.GetProperty("negative_b").GetString()!)), run.GetProperty("cfg").GetDouble());
        var name = run.GetProperty("sampler").GetString()!;
        var sigmas = Schedules.ForSampler(ModelSampling.Of(model.Sampling), name, run.GetProperty("scheduler").GetString()!, steps, run.GetProperty("denoise").GetDouble());
        var request = new SamplingRequest(guider, new SamplerChoice(name), ToyRuns.Sigmas(sigmas), start) { Seed = golden.Json.GetProperty("seed").GetUInt64() };
        var denoiser = ToyRuns.Guided(guider, start.Shape, TestContext.Current.CancellationToken);
        return Descent.Run(denoiser, PaintedPicture.Of(start, model.LatentScale), start, request, told: null, TestContext.Current.CancellationToken);
    }
}
