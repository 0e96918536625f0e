using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Sampling;

public sealed class Wrong_numbers_are_refused(Choosing made) : IClassFixture<Choosing>
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "Temperature", "Temperature has to be from 0 to 100, not -1." },
        { "TopK", "TopK has to be at least 0, not -1." },
        { "TopP", "TopP has to be from 0 to 1, not 1.5." },
        { "MinP", "MinP has to be from 0 to 1, not NaN." },
        { "TypicalP", "TypicalP has to be from 0 to 1, not -0.5." },
        { "RepetitionPenalty", "RepetitionPenalty has to be from 0.01 to 100, not 0." },
        { "FrequencyPenalty", "FrequencyPenalty has to be from -100 to 100, not Infinity." },
        { "PresencePenalty", "PresencePenalty has to be from -100 to 100, not -1000." },
        { "PenaltyWindow", "PenaltyWindow has to be at least -1, not -2." },
        { "Dry", "Dry base has to be from 1 to 100, not 0.5." },
        { "Mirostat", "There is Mirostat 1 and 2, no 3." },
        { "LogitBias", "There is no token 100000 in this model's vocabulary" },
        { "Stop", "There may be 64 texts to stop at" },
        { "LogProbabilities", "0 to 100 of the likeliest are told, not 101." },
        { "MaxTokens", "At least one token has to be written, not 0." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void In_a_sentence_that_names_the_field(string field, string sentence)
    {
        var usual = new TextSampling();
        var request = new GenerationRequest(new[] { 1 });
        var wrong = field switch
        {
            "Temperature" => request with { Sampling = usual with { Temperature = -1 } },
            "TopK" => request with { Sampling = usual with { TopK = -1 } },
            "TopP" => request with { Sampling = usual with { TopP = 1.5 } },
            "MinP" => request with { Sampling = usual with { MinP = double.NaN } },
            "TypicalP" => request with { Sampling = usual with { TypicalP = -0.5 } },
            "RepetitionPenalty" => request with { Sampling = usual with { RepetitionPenalty = 0 } },
            "FrequencyPenalty" => request with { Sampling = usual with { FrequencyPenalty = double.PositiveInfinity } },
            "PresencePenalty" => request with { Sampling = usual with { PresencePenalty = -1000 } },
            "PenaltyWindow" => request with { Sampling = usual with { PenaltyWindow = -2 } },
            "Dry" => request with { Sampling = usual with { Dry = new DryPenalty(1, Base: 0.5) } },
            "Mirostat" => request with { Sampling = usual with { Mirostat = new Mirostat(3) } },
            "LogitBias" => request with { Sampling = usual with { LogitBias = new Dictionary<int, double> { [100_000] = 1 } } },
            "Stop" => request with { Stop = [.. Enumerable.Range(0, 65).Select(number => $"{number}")] },
            "LogProbabilities" => request with { LogProbabilities = 101 },
            _ => request with { MaxTokens = 0 },
        };

        var failure = Should.Throw<NodeFailure>(() => made.Sampler(wrong));

        failure.Message.ShouldContain(sentence);
        failure.Input.ShouldBe(field);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(3e38)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void A_bias_that_logits_cannot_hold_is_one(double bias)
        => Should.Throw<NodeFailure>(() => made.Sampler(new TextSampling { LogitBias = new Dictionary<int, double> { [300] = bias } })).Message.ShouldContain("at most 1000000 can be added");

    [Fact]
    public void Numbers_at_their_edges_are_taken()
    {
        TextSampling[] edges =
        [
            new() { Temperature = 100, TopK = int.MaxValue, TopP = 0, MinP = 1, TypicalP = 0 }, new() { TopK = 1, TopP = 0 }, new() { RepetitionPenalty = 0.01, FrequencyPenalty = -100, PresencePenalty = 100 },
            new() { Dry = new DryPenalty(100, 100, 0) { Breakers = ["", "\0", new string('x', 100)] } }, new() { Mirostat = new Mirostat(1, 0.01, 1) }, new() { Mirostat = new Mirostat(2, 100, 0) }, new() { PenaltyWindow = int.MaxValue, FrequencyPenalty = 1 },
        ];
        foreach (var sampling in edges)
        {
            made.Choose(sampling with { Seed = 1 }, made.ByChance(1), 20, prompt: [300, 301, 300, 301]).ShouldAllBe(token => token >= 0 && token < made.Vocabulary.Count);
        }
    }
}
