using MySpinBot.Language.Tests.Making;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Sampling;

public sealed class How_likely_tokens_were(Choosing made) : IClassFixture<Choosing>
{
    [Fact]
    public void Is_told_by_the_logits_as_they_were()
    {
        var logits = made.ByChance(3);
        using var sampler = made.Sampler(new GenerationRequest(new[] { 1 })
        {
            LogProbabilities = 5,
            Sampling = new TextSampling { Temperature = 0, LogitBias = new Dictionary<int, double> { [400] = 100 } },
        });
        var sum = Math.Log(logits.Sum(logit => Math.Exp(logit)));
        var expected = logits.Index().OrderByDescending(each => each.Item).ThenBy(each => each.Index).Take(5).ToArray();

        var (token, probability) = sampler.Sample(logits);

        token.ShouldBe(400);
        probability!.LogProbability.ShouldBe(logits[400] - sum, 1e-5);
        probability.Likeliest.Select(each => each.LogProbability).ShouldBe(expected.Select(each => each.Item - sum), 1e-5);
        probability.Likeliest.Select(each => Convert.ToHexString(each.Bytes.Span)).ShouldBe(expected.Select(each => Convert.ToHexString(made.Vocabulary.BytesOf(each.Index, special: true).Span)));
    }

    [Fact]
    public void Is_not_told_unless_asked_for()
    {
        using var none = made.Sampler(new GenerationRequest(new[] { 1 }));
        using var one = made.Sampler(new GenerationRequest(new[] { 1 }) { LogProbabilities = 0 });

        none.Sample(made.ByChance(1)).Probability.ShouldBeNull();
        one.Sample(made.ByChance(1)).Probability!.Likeliest.ShouldBeEmpty();
    }

    // Lengths that no vector divides, and numbers far apart.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    [InlineData(1025)]
    [InlineData(128_256)]
    public void Rows_of_any_length_are_summed_and_searched(int length)
    {
        var logits = new float[length];
        new Chance(length, "row").Fill(logits, -50, 20);
        logits[length / 2] = logits.Max();
        if (length > 7)
        {
            logits[5] = float.NegativeInfinity;
        }

        var tokens = new int[Math.Min(4, length)];
        LogitRow.Likeliest(logits, tokens);

        var largest = logits.Max();
        LogitRow.Largest(logits).ShouldBe(largest);
        LogitRow.LogSum(logits, largest).ShouldBe(largest + Math.Log(logits.Sum(logit => Math.Exp(logit - largest))), 1e-5);
        tokens.ShouldBe(logits.Index().OrderByDescending(each => each.Item).ThenBy(each => each.Index).Take(4).Select(each => each.Index));
        LogitRow.Likeliest(logits).ShouldBe(tokens[0]);
    }
}
