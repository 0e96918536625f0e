using System.Text.Json;

namespace MySpinBot.Diffusion.Tests.Guiding;

[Trait("Category", "golden")]
public sealed class A_network_is_asked_as_ComfyUI_asks
{
    public static TheoryData<int> Runs => [.. Enumerable.Range(0, new SamplingGolden("net").Json.GetProperty("runs").GetArrayLength())];

    [Theory, MemberData(nameof(Runs))]
    public async Task At_the_same_times_in_the_same_batches_to_the_same_end(int index)
    {
        var golden = new SamplingGolden("net");
        var run = golden.Json.GetProperty("runs")[index];
        var network = new ToyNetwork(Start(golden, run).Shape);

        var sampled = await SamplingRun.RunAsync(Request(golden, run), network, _ => { }, told: null, TestContext.Current.CancellationToken);

        network.Asked.Select(size => size.Groups).ShouldBe(run.GetProperty("batch_of_each_call").EnumerateArray().Select(batch => batch.GetInt32()));
        SamplingGolden.Distance([.. network.Times], golden.Values(run.GetProperty("timesteps").GetString()!)).ShouldBeLessThan(4e-6);
        SamplingGolden.Distance(sampled.Output.Values, golden.Values(run.GetProperty("final").GetString()!)).ShouldBeLessThan(2e-5);
    }

    [Theory, MemberData(nameof(Runs))]
    public async Task One_at_a_time_where_there_is_no_room_and_nothing_changes(int index)
    {
        var golden = new SamplingGolden("net");
        var run = golden.Json.GetProperty("runs")[index];
        var whole = await SamplingRun.RunAsync(Request(golden, run), new ToyNetwork(Start(golden, run).Shape), _ => { }, told: null, TestContext.Current.CancellationToken);
        foreach (var late in new[] { false, true })
        {
            var said = new List<string>();
            var small = new ToyNetwork(Start(golden, run).Shape, mostGroups: 1) { RefusesLate = late };

            var parts = await SamplingRun.RunAsync(Request(golden, run), small, said.Add, told: null, TestContext.Current.CancellationToken);

            small.Asked.ShouldAllBe(size => size.Groups == 1);
            parts.Output.Values.ToArray().ShouldBe(whole.Output.Values.ToArray());
            said.ShouldNotBeEmpty();
            said.ShouldAllBe(sentence => sentence.EndsWith('.'));
        }
    }

    private static Latent Start(SamplingGolden golden, JsonElement run)
        => golden.Latent(golden.Json.GetProperty("keys").GetProperty(run.GetProperty("latent").GetString() == "image" ? "latent_image" : "zero").GetString()!);

    private static SamplingRequest Request(SamplingGolden golden, JsonElement run)
    {
        var start = Start(golden, run);
        var keys = golden.Json.GetProperty("keys");
        var model = ToyRuns.Model(SamplingGolden.Config(run.GetProperty("model").GetString()!), new ToyNetwork(start.Shape).Config) with
        {
            Guidance = run.GetProperty("patch").GetString() switch
            {
                null => null,
                "VideoLinearCFGGuidance" => new LinearVideoGuidance(run.GetProperty("patch_min_cfg").GetDouble()),
                "VideoTriangleCFGGuidance" => new TriangularVideoGuidance(run.GetProperty("patch_min_cfg").GetDouble()),
                var other => throw new InvalidOperationException($"These tests know no rule {other}."),
            },
        };
        var guider = new Guider(model, ToyRuns.Only(golden.Towards(keys.GetProperty("positive_b").GetString()!)), ToyRuns.Only(golden.Towards(keys.GetProperty("negative_b").GetString()!)), run.GetProperty("cfg").GetDouble());
        return new SamplingRequest(guider, new SamplerChoice(run.GetProperty("sampler").GetString()!), ToyRuns.Sigmas(golden.Values(run.GetProperty("sigmas").GetString()!)), start) { Seed = SamplingGolden.Seed };
    }
}
