using System.Text.Json;

namespace MySpinBot.Diffusion.Tests.Guiding;

[Trait("Category", "golden")]
public sealed class Parts_of_a_schedule_are_sampled
{
    public static TheoryData<string> Tags => [.. new SamplingGolden("net").Json.GetProperty("advanced").EnumerateArray().Select(each => each.GetProperty("tag").GetString()!)];

    [Theory, MemberData(nameof(Tags))]
    public void From_one_step_to_another_as_KSamplerAdvanced_does(string tag)
    {
        var golden = new SamplingGolden("net");
        var run = golden.Json.GetProperty("advanced").EnumerateArray().Single(each => each.GetProperty("tag").GetString() == tag);
        var keys = golden.Json.GetProperty("keys");
        var start = golden.Latent(run.GetProperty("latent").GetString()!);
        start = run.GetProperty("batch_index") is { ValueKind: JsonValueKind.Array } places ? start.WithBatchIndex([.. places.EnumerateArray().Select(place => place.GetInt32())]) : start;
        var model = ToyRuns.Model(SamplingConfig.StableDiffusion, new ToyNetwork(start.Shape).Config);
        var guider = new Guider(model, ToyRuns.Only(golden.Towards(keys.GetProperty("positive_b").GetString()!)), ToyRuns.Only(golden.Towards(keys.GetProperty("negative_b").GetString()!)), run.GetProperty("cfg").GetDouble());
        var sampler = run.GetProperty("sampler").GetString()!;
        var all = Schedules.ForSampler(ModelSampling.Of(model.Sampling), sampler, run.GetProperty("scheduler").GetString()!, run.GetProperty("steps").GetInt32(), 1);

        var sigmas = SigmaRange.Of(all, run.GetProperty("start_at_step").GetInt32(), run.GetProperty("end_at_step").GetInt32(), run.GetProperty("return_with_leftover_noise").GetString() == "enable");
        var wanted = golden.Values(run.GetProperty("final").GetString()!);
        if (run.GetProperty("sigmas").GetString() is not { } sigmaKey)
        {
            sigmas.ShouldBeEmpty();
            start.Values.ToArray().ShouldBe(wanted);
            return;
        }

        SamplingGolden.Distance(sigmas, golden.Values(sigmaKey)).ShouldBeLessThan(4e-6);
        var request = new SamplingRequest(guider, new SamplerChoice(sampler), ToyRuns.Sigmas(sigmas), start)
        {
            Seed = run.GetProperty("noise_seed").GetUInt64(),
            AddsNoise = run.GetProperty("add_noise").GetString() == "enable",
        };
        var denoiser = ToyRuns.Guided(guider, start.Shape, TestContext.Current.CancellationToken);
        var sampled = Descent.Run(denoiser, PaintedPicture.Of(start, model.LatentScale), start, request, told: null, TestContext.Current.CancellationToken);

        SamplingGolden.Distance(sampled.Output.Values, wanted).ShouldBeLessThan(2e-5);
        sampled.Output.BatchIndex.ShouldBe(start.BatchIndex);
    }
}
