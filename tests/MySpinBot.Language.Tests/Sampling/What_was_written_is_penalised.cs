using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Sampling;

public sealed class What_was_written_is_penalised(Choosing made) : IClassFixture<Choosing>
{
    private static readonly TextSampling Greedy = new() { Temperature = 0 };

    [Fact]
    public void By_how_often_it_came()
        => made.Choose(Greedy with { FrequencyPenalty = 1 }, made.Logits((300, 5), (301, 3.5f)), 5).ShouldBe([300, 300, 301, 300, 301]);

    [Fact]
    public void For_having_come_at_all()
        => made.Choose(Greedy with { PresencePenalty = 1 }, made.Logits((300, 5), (301, 4.5f), (302, 4.2f)), 5).ShouldBe([300, 301, 302, 300, 300]);

    [Fact]
    public void By_a_part_of_its_logit()
        => made.Choose(Greedy with { RepetitionPenalty = 2 }, made.Logits((300, 5), (301, 3)), 3).ShouldBe([300, 301, 300]);

    [Fact]
    public void The_prompt_counts()
    {
        var logits = made.Logits((300, 5), (301, 4.5f));

        made.Choose(Greedy with { PresencePenalty = 1 }, logits, 1, prompt: [300, 310]).ShouldBe([301]);
        made.Choose(Greedy with { PresencePenalty = 1, PenaltyWindow = 1 }, logits, 1, prompt: [300, 310]).ShouldBe([300], "it is behind the window");
        made.Choose(Greedy with { PresencePenalty = 1, PenaltyWindow = 0 }, logits, 1, prompt: [300, 310]).ShouldBe([300], "there is no window");
        made.Choose(Greedy with { PresencePenalty = 1, PenaltyWindow = -1 }, logits, 1, prompt: [300, .. Enumerable.Repeat(310, 400)]).ShouldBe([301], "the window is the whole context");
        made.Choose(Greedy with { PresencePenalty = 1 }, logits, 1, prompt: [300, .. Enumerable.Repeat(310, 400)]).ShouldBe([300], "64 tokens are usual");
    }

    // 300 301 302 300 301 … goes on with 302, the fourth of a sequence that came before.
    [Fact]
    public void DRY_penalises_going_on_with_a_sequence()
    {
        var (logits, prompt) = (made.Logits((302, 5), (303, 4)), new[] { 300, 301, 302, 310, 300, 301 });

        made.Choose(Greedy, logits, 1, prompt).ShouldBe([302]);
        made.Choose(Greedy with { Dry = new DryPenalty(2) }, logits, 1, prompt).ShouldBe([303]);
        made.Choose(Greedy with { Dry = new DryPenalty(2, AllowedLength: 3) }, logits, 1, prompt).ShouldBe([302], "sequences of three are free");
        made.Choose(Greedy with { Dry = new DryPenalty(2, Window: 3) }, logits, 1, prompt).ShouldBe([302], "it is behind the window");
        made.Choose(Greedy with { Dry = new DryPenalty(0) }, logits, 1, prompt).ShouldBe([302]);
    }

    [Fact]
    public void DRY_stops_at_texts_that_end_a_sequence()
    {
        var comma = made.Vocabulary.Tokenize("x,", begin: false, special: false)[^1];
        var (logits, prompt) = (made.Logits((302, 5), (303, 4)), new[] { 300, comma, 302, 310, 300, comma });

        made.Choose(Greedy with { Dry = new DryPenalty(2) }, logits, 1, prompt).ShouldBe([303]);
        made.Choose(Greedy with { Dry = new DryPenalty(2) { Breakers = [","] } }, logits, 1, prompt).ShouldBe([302]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mirostat_keeps_the_surprise(int version)
    {
        // As words of a language are, for which it is made: the n-th likeliest is 1/n as likely as the first (Zipf).
        var logits = Enumerable.Range(1, made.Vocabulary.Count).Select(rank => -MathF.Log(rank)).ToArray();
        var (low, high) = (Surprise(2), Surprise(6));

        low.ShouldBeInRange(1.5, 4);
        high.ShouldBeInRange(5, 7);
        var sampling = new TextSampling { Temperature = 1, Seed = 5, Mirostat = new Mirostat(version, 4) };
        made.Choose(sampling, logits, 30).ShouldBe(made.Choose(sampling, logits, 30));

        double Surprise(double tau)
        {
            using var sampler = made.Sampler(new GenerationRequest(new[] { 1 }) { Sampling = new TextSampling { Temperature = 1, Seed = 5, Mirostat = new Mirostat(version, tau) }, LogProbabilities = 0 });
            return Enumerable.Range(0, 500).Select(_ => -sampler.Sample(logits).Probability!.LogProbability / Math.Log(2)).Skip(100).Average();
        }
    }
}
