using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Guiding;

public sealed class Networks_are_given_pictures_and_numbers_beside_the_noise(TinySampling tiny) : IClassFixture<TinySampling>
{
    private static readonly LatentShape One = new(1, 4, 8, 8);
    private static readonly Conditioning Negative = new([TinySampling.Text(2)]);

    [Fact]
    public async Task An_inpainting_model_sees_the_mask_and_the_picture_in_its_own_scale()
    {
        var picture = TinySampling.Picture(3, One);
        var mask = Mask.Own(1, 8, 8, [.. Enumerable.Range(0, 64).Select(i => i < 32 ? 0.9f : 0.1f)]);
        var condition = new Conditioning([TinySampling.Text(1) with { Concat = picture, ConcatMask = mask }]);

        var sample = await FirstSample(call => TinySampling.Request(tiny.PicturesWithHoles(call), condition, condition, Latent.Zeros(One)));

        sample.Length.ShouldBe(2 * 9 * 64);
        sample[(4 * 64)..(5 * 64)].ShouldBe([.. mask.Values.ToArray().Select(value => value > 0.5f ? 1f : 0)]);
        SamplingGolden.Distance(sample.AsSpan(5 * 64, 4 * 64), [.. picture.Values.ToArray().Select(value => value * 0.18215f)]).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public async Task Without_a_condition_s_own_it_sees_the_sampler_s_mask_and_picture()
    {
        var picture = TinySampling.Picture(3, One);
        var mask = Mask.Own(1, 4, 4, [.. Enumerable.Range(0, 16).Select(i => i < 8 ? 0f : 1)]);

        var sample = await FirstSample(call => TinySampling.Request(tiny.PicturesWithHoles(call), Negative, Negative, picture.WithNoiseMask(mask)));

        sample[(4 * 64)..(5 * 64)].ShouldBe([.. Enumerable.Range(0, 64).Select(i => i < 32 ? 0f : 1)]);
        SamplingGolden.Distance(sample.AsSpan(5 * 64, 4 * 64), [.. picture.Values.ToArray().Select(value => value * 0.18215f)]).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public async Task Without_any_it_is_told_to_paint_everything_over_grey()
    {
        var sample = await FirstSample(call => TinySampling.Request(tiny.PicturesWithHoles(call), Negative, Negative, Latent.Zeros(One)));

        sample[(4 * 64)..(5 * 64)].ShouldAllBe(value => value == 1);
        Enumerable.Range(5, 4).Select(channel => sample[channel * 64]).ShouldBe([0.8223f, -0.6876f, 0.6364f, 0.1380f]);
    }

    [Fact]
    public async Task A_video_model_sees_the_picture_beside_every_frame_and_its_numbers()
    {
        var frames = new LatentShape(4, 4, 8, 8);
        var picture = TinySampling.Picture(3, One);
        var positive = TinySampling.Text(1, tokens: 1) with { Concat = picture, Video = new VideoCondition(6, 127, 0.02) };
        var negative = TinySampling.Text(2, tokens: 1) with { Concat = Latent.Zeros(One), Video = positive.Video };

        await using var call = new WeightedCall();
        var model = tiny.Videos(call) with { Guidance = new LinearVideoGuidance(1) };
        using var network = await DiffusionNetwork.OpenAsync(model, call, call.Cancellation);
        var watched = new Watched(network);
        var sampled = await SamplingRun.RunAsync(TinySampling.Request(model, new Conditioning([positive]), new Conditioning([negative]), Latent.Zeros(frames), scale: 3), watched, _ => { }, told: null, call.Cancellation);

        watched.Asked.ShouldAllBe(size => size == new NetworkSize(2, 4, 8, 8, 1));
        watched.Added[0].ShouldBe([6, 127, 0.02f, 6, 127, 0.02f]);
        var perFrame = 8 * 64;
        for (var frame = 0; frame < 8; frame++)
        {
            // The negative side comes first, with no picture; the positive's is not scaled.
            watched.Samples[0].AsSpan((frame * perFrame) + (4 * 64), 4 * 64).ToArray().ShouldBe(frame < 4 ? new float[4 * 64] : picture.Values.ToArray());
        }

        sampled.Output.Shape.ShouldBe(frames);
        sampled.Output.Values.ToArray().ShouldAllBe(value => float.IsFinite(value));
        var apart = await SamplingRun.RunAsync(TinySampling.Request(model, new Conditioning([positive]), new Conditioning([negative]), Latent.Zeros(frames), scale: 3), new Narrow(network), _ => { }, told: null, call.Cancellation);
        SamplingGolden.Distance(apart.Output.Values, sampled.Output.Values).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Pictures_of_another_size_or_number_are_fitted()
    {
        var shape = new LatentShape(3, 1, 2, 2);
        var config = TinySampling.Network with { InChannels = 2, OutChannels = 1 };
        var wide = Latent.Own(new LatentShape(2, 1, 2, 4), [9, 1, 2, 9, 9, 3, 4, 9, 8, 5, 6, 8, 8, 7, 8, 8]);

        var beside = BesideLatents.Of(TinySampling.Text(1) with { Concat = wide }, config, new PaintedPicture(shape, new float[12], null, 1));

        // Cut at both sides, and the first twice.
        beside.ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 8]);
    }

    private static async Task<float[]> FirstSample(Func<WeightedCall, SamplingRequest> request)
    {
        await using var call = new WeightedCall();
        var wanted = request(call);
        using var network = await DiffusionNetwork.OpenAsync(wanted.Guider.Model, call, call.Cancellation);
        var watched = new Watched(network);
        await SamplingRun.RunAsync(wanted with { Sigmas = wanted.Sigmas[..2] }, watched, _ => { }, told: null, call.Cancellation);
        return watched.Samples[0];
    }
}
