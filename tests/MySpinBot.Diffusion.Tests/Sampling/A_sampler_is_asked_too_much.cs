using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Sampling;

public sealed class A_sampler_is_asked_too_much
{
    private static readonly LatentShape Shape = new(1, 1, 4, 5);

    [Fact]
    public void A_name_that_there_is_not_is_answered_with_those_that_there_are()
        => Should.Throw<NodeFailure>(() => Samplers.Of(new SamplerChoice("eular"))).Message.ShouldSatisfyAllConditions(message => message.ShouldContain("'eular'"), message => message.ShouldContain("euler_ancestral"));

    [Theory]
    [InlineData("euler", "eta", 1, "takes no number 'eta'; it takes none")]
    [InlineData("euler_ancestral", "eta", -1, "eta, not -1")]
    [InlineData("euler_ancestral", "eta", double.NaN, "eta, not NaN")]
    [InlineData("lms", "order", 2.5, "whole number as order")]
    [InlineData("dpm_adaptive", "order", 4, "from 2 to 3 as order")]
    public void A_number_that_it_does_not_take_is_refused(string sampler, string name, double value, string sentence)
        => Should.Throw<NodeFailure>(() => Samplers.Of(new SamplerChoice(sampler, ImmutableSortedDictionary<string, double>.Empty.Add(name, value)))).Message.ShouldContain(sentence);

    [Theory]
    [InlineData(1f, float.NaN, 0f)]
    [InlineData(float.PositiveInfinity, 1f, 0f)]
    [InlineData(2f, 0f, 1f)]
    [InlineData(2f, -1f, 0f)]
    public void Sigmas_that_lead_nowhere_are_refused(float first, float second, float third)
        => Should.Throw<NodeFailure>(() => Walk("euler", [first, second, third])).Message.ShouldContain("only the last may be 0");

    [Fact]
    public void An_error_that_cannot_be_reached_ends_with_a_sentence()
        => Should.Throw<NodeFailure>(() => Walk("dpm_adaptive", [14, 1, 0.03f, 0], ("rtol", 0), ("atol", 0))).Message.ShouldContain("allow a larger one");

    [Fact]
    public void Every_sampler_takes_a_single_step_to_a_picture()
    {
        foreach (var sampler in Samplers.Names)
        {
            var end = Walk(sampler, [14.6f, 0]);

            end.ShouldAllBe(value => float.IsFinite(value), sampler);
            end.Max(Math.Abs).ShouldBeLessThan(3, sampler);
        }
    }

    [Fact]
    public void Every_sampler_leaves_noise_where_the_sigmas_end_before_0()
    {
        foreach (var sampler in Samplers.Names)
        {
            Walk(sampler, [14.6f, 6, 3, 1.5f]).ShouldAllBe(value => float.IsFinite(value), sampler);
        }
    }

    [Fact]
    public void Every_sampler_goes_the_same_way_again_and_stays_where_there_is_none()
    {
        foreach (var sampler in Samplers.Names)
        {
            Walk(sampler, [14.6f, 6, 3, 1.5f, 0.5f, 0]).ShouldBe(Walk(sampler, [14.6f, 6, 3, 1.5f, 0.5f, 0]), sampler);
            Walk(sampler, [2]).ShouldBe(Start(2), sampler);
            Walk(sampler, []).ShouldBe(Start(2), sampler);
        }
    }

    [Fact]
    public void Every_sampler_ends_before_its_next_look_when_it_is_cancelled()
    {
        foreach (var sampler in Samplers.Names)
        {
            using var cancel = new CancellationTokenSource();
            var model = Model();

            Should.Throw<OperationCanceledException>(() => Samplers.Of(new SamplerChoice(sampler)).Sample(model, Start(14.6f), [14.6f, 6, 3, 1.5f, 0.5f, 0], new SamplerRun(5, cancel.Token) { Told = _ => cancel.Cancel() }), sampler);
            model.Asked.ShouldBeLessThanOrEqualTo(3, sampler);
        }
    }

    private static float[] Walk(string sampler, float[] sigmas, params (string Name, double Value)[] options)
    {
        var choice = new SamplerChoice(sampler, options.ToImmutableSortedDictionary(option => option.Name, option => option.Value));
        return Samplers.Of(choice).Sample(Model(), Start(sigmas is [var first, ..] && float.IsFinite(first) ? first : 2), sigmas, new SamplerRun(5, TestContext.Current.CancellationToken));
    }

    private static float[] Start(float sigma)
    {
        var x = new float[Shape.Count];
        new TorchGenerator(3).Normal(x);
        return [.. x.Select(value => value * sigma)];
    }

    private static AnalyticDenoiser Model() => new(Shape, ModelSampling.Of(SamplingConfig.StableDiffusion), [1f, -1f, 0.5f], [0.25f, 0f, -0.5f], 1);
}
