using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Sampling;

public sealed class Tokens_are_chosen_by_the_numbers(Choosing made) : IClassFixture<Choosing>
{
    // Everything off: tokens come as often as their probabilities say.
    private static readonly TextSampling Plain = new() { Temperature = 1, TopK = 0, TopP = 1, MinP = 0, Seed = 7 };

    [Fact]
    public void The_likeliest_at_temperature_nought_and_of_equal_ones_the_first()
    {
        made.Choose(new TextSampling { Temperature = 0 }, made.Logits((300, 5), (301, 6), (302, 6)), 3).ShouldBe([301, 301, 301]);
        made.Choose(new TextSampling { Temperature = 0, RepetitionPenalty = 1.0001 }, made.Logits((300, 5), (301, 6), (302, 5.5f)), 1).ShouldBe([301]);
    }

    [Fact]
    public void As_often_as_their_probabilities_say()
    {
        var counts = Count(Plain, (300, MathF.Log(0.5f)), (301, MathF.Log(0.3f)), (302, MathF.Log(0.2f)));

        counts[300].ShouldBeInRange(1900, 2100);
        counts[301].ShouldBeInRange(1105, 1295);
        counts[302].ShouldBeInRange(720, 880);
    }

    [Fact]
    public void A_temperature_sharpens_them()
    {
        var counts = Count(Plain with { Temperature = 0.5 }, (300, MathF.Log(0.6f)), (301, MathF.Log(0.4f)));

        // 0.36 : 0.16
        counts[300].ShouldBeInRange(2670, 2870);
    }

    [Theory]
    [InlineData("top k", new[] { 300, 301 })]
    [InlineData("top p", new[] { 300, 301, 302 })]
    [InlineData("min p", new[] { 300, 301 })]
    [InlineData("typical", new[] { 301, 302 })]
    public void Limits_leave_others_out(string limit, int[] expected)
    {
        var sampling = limit switch
        {
            "top k" => Plain with { TopK = 2 },
            "top p" => Plain with { TopP = 0.8 },
            "min p" => Plain with { MinP = 0.6 },
            _ => Plain with { TypicalP = 0.4 },
        };

        // Their surprise is expected to be 1.33 nats: 0.25 and 0.22 are the nearest to that.
        var counts = Count(sampling, (300, MathF.Log(0.38f)), (301, MathF.Log(0.25f)), (302, MathF.Log(0.22f)), (303, MathF.Log(0.15f)));

        counts.Keys.Order().ToArray().ShouldBe(expected);
    }

    [Fact]
    public void Usual_limits_hold_where_nothing_is_said()
    {
        var counts = Count(new TextSampling { Seed = 3, Temperature = 1 }, (300, 5), (301, 4.9f), (302, 1));

        counts.Keys.Order().ToArray().ShouldBe([300, 301], "0.02 of the likeliest is less than 0.05 of it");
    }

    [Fact]
    public void The_same_seed_gives_the_same_tokens_and_no_seed_gives_others()
    {
        var logits = made.ByChance(1);
        var usual = new TextSampling { Temperature = 1.5, TopK = 0, MinP = 0, TopP = 1 };

        made.Choose(usual with { Seed = 42 }, logits, 40).ShouldBe(made.Choose(usual with { Seed = 42 }, logits, 40));
        made.Choose(usual with { Seed = 43 }, logits, 40).ShouldNotBe(made.Choose(usual with { Seed = 42 }, logits, 40));
        made.Choose(usual with { Seed = 42 + (1L << 40) }, logits, 40).ShouldNotBe(made.Choose(usual with { Seed = 42 }, logits, 40));
        made.Choose(usual, logits, 40).ShouldNotBe(made.Choose(usual, logits, 40));
    }

    [Theory]
    [InlineData(0, 0u)]
    [InlineData(42, 42u)]
    [InlineData(-1, 0u)]
    [InlineData(uint.MaxValue, 0x9E3779B9u)]
    public void Seeds_that_llama_cpp_takes_are_taken_as_they_are(long seed, uint taken)
    {
        if (seed >= 0)
        {
            SamplerChain.Seed(seed).ShouldBe(taken);
        }

        // What llama.cpp takes for "any" is never given to it.
        SamplerChain.Seed(seed).ShouldNotBe(uint.MaxValue);
        SamplerChain.Seed(seed).ShouldBe(SamplerChain.Seed(seed));
    }

    [Fact]
    public void A_bias_moves_a_token_and_minus_infinity_forbids_it()
    {
        var logits = made.Logits((300, 5), (301, 4));
        var greedy = new TextSampling { Temperature = 0 };

        made.Choose(greedy with { LogitBias = new Dictionary<int, double> { [301] = 2 } }, logits, 1).ShouldBe([301]);
        made.Choose(greedy with { LogitBias = new Dictionary<int, double> { [300] = double.NegativeInfinity } }, logits, 1).ShouldBe([301]);
        made.Choose(Plain with { LogitBias = new Dictionary<int, double> { [300] = -100, [302] = 200 } }, logits, 5).ShouldBe([302, 302, 302, 302, 302]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("root ::= [a-z]+")]
    public void Nothing_left_by_the_biases_is_told_in_a_sentence(string? grammar)
    {
        var forbidden = Enumerable.Range(0, made.Vocabulary.Count).ToDictionary(token => token, _ => double.NegativeInfinity);
        using var sampler = made.Sampler(new GenerationRequest(new[] { 1 }) { Sampling = Plain with { TypicalP = 0.5, LogitBias = forbidden }, Grammar = grammar });

        var failure = Should.Throw<NodeFailure>(() => sampler.Sample(made.ByChance(1)));

        failure.Message.ShouldContain("No token is left to choose");
        failure.Input.ShouldBe("LogitBias");
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-38)]
    [InlineData(1e-6)]
    [InlineData(1.1e-5)]
    public void Next_to_no_temperature_is_none(double temperature)
        => made.Choose(Plain with { Temperature = temperature, TypicalP = 0.9 }, made.Logits((300, 5000), (301, 5001), (302, 4999)), 3).ShouldBe([301, 301, 301]);

    [Fact]
    public void Numbers_that_are_none_are_told_in_a_sentence()
    {
        using var sampler = made.Sampler(Plain);
        var logits = made.ByChance(1);
        logits[17] = float.NaN;

        Should.Throw<NodeFailure>(() => sampler.Sample(logits)).Message.ShouldContain("no numbers to choose");
    }

    private Dictionary<int, int> Count(TextSampling sampling, params (int, float)[] logits)
        => made.Choose(sampling, made.Logits(logits), 4000).CountBy(token => token).ToDictionary();
}
