namespace MySpinBot.Diffusion.Tests.Guiding;

/// <summary>Rules of guidance on numbers that one can follow: sides give what they go towards.</summary>
public sealed class Guidance_becomes_one_picture
{
    private static readonly LatentShape Shape = new(1, 2, 1, 1);
    private static readonly DiffusionModel Model = ToyRuns.Model(SamplingConfig.StableDiffusion, new ToyNetwork(Shape).Config);

    [Theory]
    [InlineData(3, 1, false, new[] { 10f, -10 })] // middle + 3 · (positive − middle)
    [InlineData(1, 2, false, new[] { 5f, 10 })]   // negative + 2 · (middle − negative) + positive − middle
    [InlineData(3, 2, true, new[] { 20f, -20 })]  // twice as far from the negative as middle + 3 · (positive − middle)
    [InlineData(1, 1, false, new[] { 4f, 2 })]
    public void By_two_conditions(double first, double second, bool isNested, float[] wanted)
    {
        var guider = new Guider(Model, Towards(4, 2), Towards(0, 0), first) { Second = new SecondGuidance(Towards(1, 8), second, isNested) };

        Guided(guider).ShouldBe(wanted, 1e-3);
    }

    [Theory]
    [InlineData(2, 1, new[] { 4f, 2 })] 
    [InlineData(2, 0, new[] { 4f, 0 })]
    [InlineData(1, 0, new[] { 2f, 0 })]
    public void By_what_is_perpendicular_to_the_positive(double scale, double strength, float[] wanted)
    {
        var guider = new Guider(Model, Towards(2, 0), Towards(3, -1), scale) { Perpendicular = new PerpendicularGuidance(Towards(0, 0), strength) };

        Guided(guider).ShouldBe(wanted, 1e-3);
    }

    [Fact]
    public void An_empty_positive_has_no_direction_and_gives_numbers_all_the_same()
    {
        var guider = new Guider(Model, Towards(1, 1), Towards(3, -1), 2) { Perpendicular = new PerpendicularGuidance(Towards(1, 1), 1) };

        Guided(guider).ShouldBe([-3, 5], 1e-3);
    }

    [Fact]
    public void One_condition_alone_has_nothing_to_be_compared_with()
    {
        var guider = new Guider(Model, Towards(4, 2), Negative: null, 1);

        Guided(guider, out var unconditional).ShouldBe([4, 2], 1e-3);
        unconditional.ShouldBe([0, 0]);
    }

    [Fact]
    public void At_a_scale_of_1_the_negative_is_asked_only_by_samplers_that_want_it()
    {
        var network = new ToyNetwork(Shape);
        var guider = new Guider(Model, Towards(4, 2), Towards(1, 1), 1);

        Run(guider, network, "euler");
        network.Asked.ShouldAllBe(size => size.Groups == 1);
        network.Asked.Clear();
        Run(guider, network, "euler_cfg_pp");
        network.Asked.ShouldAllBe(size => size.Groups == 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    [InlineData(1)]
    public void Rescaling_gives_velocities_the_deviation_of_the_conditioned_ones(double multiplier)
    {
        var shape = new LatentShape(2, 4, 5, 3);
        var (positive, negative, x) = (TinySampling.Numbers(1, shape.Count), TinySampling.Numbers(2, shape.Count), TinySampling.Numbers(3, shape.Count));
        const float sigma = 1.7f;
        var guided = new float[shape.Count];

        GuidanceFormula.Of(new RescaledGuidance(multiplier), 7).Apply(positive, negative, x, sigma, shape.Batch, guided);

        for (var picture = 0; picture < shape.Batch; picture++)
        {
            var part = (picture * shape.Picture)..((picture + 1) * shape.Picture);
            float[] plain = [.. positive[part].Zip(negative[part], (p, n) => n + (7 * (p - n)))];
            var (kept, loud) = (Deviation(Velocities(positive[part], x[part], sigma)), Deviation(Velocities(plain, x[part], sigma)));
            Deviation(Velocities(guided[part], x[part], sigma)).ShouldBe((multiplier * kept) + ((1 - multiplier) * loud), 1e-4);
        }
    }

    [Fact]
    public void A_video_s_scale_grows_to_the_last_frame_or_to_the_middle()
    {
        var shape = new LatentShape(5, 1, 1, 1);
        float[] positive = [1, 1, 1, 1, 1];
        var guided = new float[5];

        GuidanceFormula.Of(new LinearVideoGuidance(1), 3).Apply(positive, new float[5], new float[5], 1, shape.Batch, guided);
        guided.ShouldBe([1, 1.5f, 2, 2.5f, 3], 1e-6);

        GuidanceFormula.Of(new TriangularVideoGuidance(1), 3).Apply(positive, new float[5], new float[5], 1, shape.Batch, guided);
        guided.ShouldBe([1, 2, 3, 2, 1], 1e-6);
    }

    private static Conditioning Towards(params float[] channels) => ToyRuns.Only(new Condition(Embedding.Own(1, 1, channels.Length, channels)));

    private static float[] Guided(Guider guider) => Guided(guider, out _);

    private static float[] Guided(Guider guider, out float[] unconditional)
    {
        var (denoised, without) = (new float[2], new float[2]);
        var denoiser = ToyRuns.Guided(guider, Shape, TestContext.Current.CancellationToken);

        // At so much noise the toy shows what it goes towards.
        denoiser.Denoise(new float[2], 1e5f, denoised);
        var again = new float[2];
        denoiser.Denoise(new float[2], 1e5f, again, without);
        again.ShouldBe(denoised, 1e-4, "what is left out does not matter");
        unconditional = without;
        return denoised;
    }

    private static void Run(Guider guider, ToyNetwork network, string sampler)
    {
        var request = new SamplingRequest(guider, new SamplerChoice(sampler), [1, 0.5f, 0], Latent.Zeros(Shape));
        SamplingRun.RunAsync(request, network, _ => { }, told: null, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }

    private static double[] Velocities(float[] denoised, float[] x, double sigma)
        => [.. denoised.Zip(x, (picture, noisy) => ((noisy / ((sigma * sigma) + 1)) - picture) * Math.Sqrt((sigma * sigma) + 1) / sigma)];

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
