using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Guiding;

/// <summary>Everything real but the weights, which are of chance: a shelf, ONNX Runtime, samplers, guidance.</summary>
public sealed class Pictures_are_sampled_from_a_recipe(TinySampling tiny) : IClassFixture<TinySampling>
{
    private static readonly LatentShape Two = new(2, 4, 8, 8);

    private static readonly Conditioning Positive = new([TinySampling.Text(1)]);
    private static readonly Conditioning Negative = new([TinySampling.Text(2)]);

    [Fact]
    public async Task The_same_seed_gives_the_same_picture_and_another_seed_another()
    {
        await using var call = new WeightedCall();
        var request = TinySampling.Request(tiny.Pictures(call), Positive, Negative, Latent.Zeros(Two));

        var first = await SamplingRun.RunAsync(request, call, call.Cancellation);
        var again = await SamplingRun.RunAsync(request, call, call.Cancellation);
        var other = await SamplingRun.RunAsync(request with { Seed = 6 }, call, call.Cancellation);

        again.Output.Values.ToArray().ShouldBe(first.Output.Values.ToArray());
        SamplingGolden.Distance(other.Output.Values, first.Output.Values).ShouldBeGreaterThan(0.1);
        first.Output.Values.ToArray().ShouldAllBe(value => float.IsFinite(value));
        first.Denoised.Values.ToArray().ShouldBe(first.Output.Values.ToArray(), "euler ends in what the model saw");
    }

    [Fact]
    public async Task Guidance_in_one_batch_and_one_by_one_agree()
    {
        await using var call = new WeightedCall();
        var model = tiny.Pictures(call);
        var request = TinySampling.Request(model, Positive, Negative, TinySampling.Picture(3, Two));
        using var network = await DiffusionNetwork.OpenAsync(model, call, call.Cancellation);
        var said = new List<string>();

        var together = await SamplingRun.RunAsync(request, network, said.Add, told: null, call.Cancellation);
        said.ShouldBeEmpty();
        var apart = await SamplingRun.RunAsync(request, new Narrow(network), said.Add, told: null, call.Cancellation);

        said.ShouldHaveSingleItem().ShouldBe("There is no memory for all 4 pictures and conditions of a step at once; they are taken 1 at a time, which changes nothing but time.");
        SamplingGolden.Distance(apart.Output.Values, together.Output.Values).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public async Task A_shelf_that_is_too_small_for_a_whole_batch_gives_the_same_picture()
    {
        await using var large = new WeightedCall();
        var start = Latent.Zeros(new LatentShape(2, 4, 32, 32));
        var wanted = await SamplingRun.RunAsync(TinySampling.Request(tiny.Pictures(large), Positive, Negative, start, steps: 1), large, large.Cancellation);
        large.Messages.ShouldBeEmpty();

        // Room for the model and one picture under one condition, not for four.
        using var network = await DiffusionNetwork.OpenAsync(tiny.Pictures(large), large, large.Cancellation);
        var (one, four) = (await Reserved(network, large, 1), await Reserved(network, large, 4));
        four.ShouldBeGreaterThan(one);
        await using var small = new WeightedCall(budget: ((one + four) / 2) + large.Models.Ledgers[0].Resident);

        var sampled = await SamplingRun.RunAsync(TinySampling.Request(tiny.Pictures(small), Positive, Negative, start, steps: 1), small, small.Cancellation);

        small.Messages.ShouldContain(message => message.StartsWith("There is no memory for all 4 pictures"));
        SamplingGolden.Distance(sampled.Output.Values, wanted.Output.Values).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public async Task Each_step_is_told_and_shown()
    {
        await using var call = new WeightedCall();

        await SamplingRun.RunAsync(TinySampling.Request(tiny.Pictures(call), Positive, Negative, Latent.Zeros(Two), steps: 4), call, call.Cancellation);

        call.ProgressTold.ShouldBe([(1, 4), (2, 4), (3, 4), (4, 4)]);
        call.Previews.ShouldNotBeEmpty();
        call.Previews[^1].Batch.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_is_cancelled_between_steps_and_within_one()
    {
        await using var call = new WeightedCall();
        call.OnProgress = call.Cancel;

        await Should.ThrowAsync<OperationCanceledException>(() => SamplingRun.RunAsync(TinySampling.Request(tiny.Pictures(call), Positive, Negative, Latent.Zeros(Two), steps: 50), call, call.Cancellation));
        call.ProgressTold.Count.ShouldBe(1);

        await using var slow = new WeightedCall();
        var model = tiny.Pictures(slow);
        using var network = await DiffusionNetwork.OpenAsync(model, slow, slow.Cancellation);
        using var soon = new CancellationTokenSource();
        var begun = new Watched(network) { Begins = () => Soon.Cancel(soon) };
        var ended = 0;

        await Should.ThrowAsync<OperationCanceledException>(() => SamplingRun.RunAsync(TinySampling.Request(model, Positive, Negative, Latent.Zeros(new LatentShape(8, 4, 128, 128)), steps: 1), begun, _ => { }, _ => ended++, soon.Token));

        begun.Asked.Count.ShouldBe(1);
        ended.ShouldBe(0, "the only step did not end");
    }

    [Fact]
    public async Task Texts_of_two_lengths_are_asked_in_one_batch_and_nothing_changes()
    {
        await using var call = new WeightedCall();
        var model = tiny.Pictures(call);
        using var network = await DiffusionNetwork.OpenAsync(model, call, call.Cancellation);
        var request = TinySampling.Request(model, new Conditioning([TinySampling.Text(1, tokens: 14)]), Negative, TinySampling.Picture(3, Two));
        var watched = new Watched(network);

        var together = await SamplingRun.RunAsync(request, watched, _ => { }, told: null, call.Cancellation);
        var apart = await SamplingRun.RunAsync(request, new Narrow(network), _ => { }, told: null, call.Cancellation);

        watched.Asked.ShouldAllBe(size => size.Groups == 4 && size.Tokens == 14);
        SamplingGolden.Distance(apart.Output.Values, together.Output.Values).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public async Task Areas_are_asked_at_their_own_size()
    {
        await using var call = new WeightedCall();
        var model = tiny.Pictures(call);
        using var network = await DiffusionNetwork.OpenAsync(model, call, call.Cancellation);
        var watched = new Watched(network);
        var corner = TinySampling.Text(4) with { Area = new ConditionArea(8, 0, 8, 16) };
        var request = TinySampling.Request(model, new Conditioning([TinySampling.Text(1), corner]), Negative, Latent.Zeros(new LatentShape(1, 4, 16, 16)), steps: 2);

        var sampled = await SamplingRun.RunAsync(request, watched, _ => { }, told: null, call.Cancellation);

        watched.Asked.Select(size => (size.Groups, size.Height, size.Width)).ShouldBe([(2, 16, 16), (2, 16, 8), (2, 16, 16), (2, 16, 8)]);
        sampled.Output.Values.ToArray().ShouldAllBe(value => float.IsFinite(value));
    }

    [Fact]
    public async Task Only_what_a_mask_covers_is_painted()
    {
        await using var call = new WeightedCall();
        var start = TinySampling.Picture(3, Two);
        var right = Mask.Own(1, 8, 8, [.. Enumerable.Range(0, 64).Select(i => i % 8 >= 4 ? 1f : 0)]);

        var sampled = await SamplingRun.RunAsync(TinySampling.Request(tiny.Pictures(call), Positive, Negative, start.WithNoiseMask(right)), call, call.Cancellation);

        for (var i = 0; i < Two.Count; i++)
        {
            var apart = Math.Abs(sampled.Output.Values[i] - start.Values[i]);
            (i % 8 >= 4 || apart < 1e-4).ShouldBeTrue($"value {i} is kept");
        }

        SamplingGolden.Distance(sampled.Output.Values, start.Values).ShouldBeGreaterThan(0.1);
        sampled.Output.NoiseMask.ShouldBe(right);
    }

    [Fact]
    public async Task What_does_not_belong_together_is_refused_in_a_sentence()
    {
        await using var call = new WeightedCall();
        var model = tiny.Pictures(call);

        var wide = new Conditioning([new Condition(Embedding.Own(1, 1, 5, new float[5]))]);
        (await Refusal(TinySampling.Request(model, wide, Negative, Latent.Zeros(Two)))).ShouldBe("A condition has vectors of 5 values and this model attends to 32: it was encoded for another kind of model. Encode the text with the text encoder of this model's checkpoint.");
        var moving = new Conditioning([new Condition(Embedding.Own(1, 1, 5, new float[5])) { Video = new VideoCondition(5, 127, 0) }]);
        (await Refusal(TinySampling.Request(model, moving, Negative, Latent.Zeros(Two)))).ShouldEndWith("It is of a picture, for Stable Video Diffusion; this model goes by text: encode a prompt with CLIPTextEncode and the text encoder of this model's checkpoint.");

        var sixteen = TinySampling.Picture(1, new LatentShape(1, 16, 8, 8));
        (await Refusal(TinySampling.Request(model, Positive, Negative, sixteen))).ShouldBe("These latents have 16 channels and the model 4: they were encoded by another model's VAE. Encode the picture with the VAE of this model's checkpoint.");

        // Latents of nothing have no channels to be wrong.
        var nothing = await SamplingRun.RunAsync(TinySampling.Request(model, Positive, Negative, Latent.Zeros(sixteen.Shape), steps: 1), call, call.Cancellation);
        nothing.Output.Shape.ShouldBe(new LatentShape(1, 4, 8, 8));

        async Task<string> Refusal(SamplingRequest request) => (await Should.ThrowAsync<NodeFailure>(() => SamplingRun.RunAsync(request, call, call.Cancellation))).Message;
    }

    [Fact]
    public async Task No_sigmas_leave_the_latents_as_they_are()
    {
        await using var call = new WeightedCall();
        var start = TinySampling.Picture(3, Two);

        var sampled = await SamplingRun.RunAsync(TinySampling.Request(tiny.Pictures(call), Positive, Negative, start) with { Sigmas = [] }, call, call.Cancellation);

        sampled.Output.ShouldBe(start);
        call.Models.Ledgers[0].Resident.ShouldBe(0, "nothing was loaded for it");
    }

    private static async Task<long> Reserved(DiffusionNetwork network, WeightedCall call, int groups)
    {
        (await network.ReserveAsync(new NetworkSize(groups, 1, 32, 32, 7), call.Cancellation)).ShouldBeTrue();
        return call.Models.Ledgers[0].Reserved;
    }
}
