using System.Text.Json;
using MySpinBot.Inference.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Generating;

public sealed class Stories_are_written
{
    private static readonly TextSampling Greedy = new() { Temperature = 0 };

    // What the published text is by f32, rounded weights write for a while too, and they are about as sure of what they write.
    [Theory]
    [InlineData("f16", 200)]
    [InlineData("q8_0", 40)]
    [InlineData("q4_0", 10)]
    public async Task By_rounded_weights_too(string numbers, int alike)
    {
        using var golden = JsonDocument.Parse(await File.ReadAllBytesAsync(RealModels.File("golden/golden_stories260K_greedy.json"), TestContext.Current.CancellationToken));
        int[] published = [.. golden.RootElement.GetProperty("token_ids").EnumerateArray().Select(id => id.GetInt32())];
        await using var exact = await LoadedModel.StoriesAsync();
        await using var rounded = await LoadedModel.StoriesAsync(numbers: numbers);

        var sure = (await exact.WriteAsync([published[0]], 200)).Logarithms.Average();
        var written = await rounded.WriteAsync([published[0]], 200);

        written.Tokens.Zip(published[1..]).TakeWhile(pair => pair.First == pair.Second).Count().ShouldBeGreaterThanOrEqualTo(alike);
        written.Logarithms.Average().ShouldBe(sure, 0.25);
        written.Text.ShouldContain("Lily");
    }

    [Fact]
    public async Task The_same_for_the_same_seed()
    {
        await using var stories = await LoadedModel.StoriesAsync();
        var request = new GenerationRequest(stories.Model.Vocabulary.Tokenize("Once upon a time", begin: true, special: false)) { MaxTokens = 40, Sampling = new TextSampling { Temperature = 1.2, Seed = 99 } };

        var alone = await stories.WriteAsync(request with { Alone = true });
        var together = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => stories.WriteAsync(request)));
        var other = await stories.WriteAsync(request with { Sampling = request.Sampling with { Seed = 100 } });

        together.ShouldAllBe(written => written.Tokens.SequenceEqual(alone.Tokens));
        other.Tokens.ShouldNotBe(alone.Tokens);
    }

    [Fact]
    public async Task To_a_text_to_stop_at()
    {
        await using var stories = await LoadedModel.StoriesAsync();

        var written = await stories.WriteAsync(new GenerationRequest(new[] { 1 }) { MaxTokens = 200, Sampling = Greedy, Stop = ["play outs"] });

        written.Text.ShouldBe(" Once upon a time, there was a little girl named Lily. She loved to ");
        written.End.ShouldBe(TextEnd.Stop);
    }

    [Fact]
    public async Task In_the_form_of_a_grammar_to_its_end()
    {
        await using var stories = await LoadedModel.StoriesAsync();
        var request = new GenerationRequest(stories.Model.Vocabulary.Tokenize("Once upon a time", begin: true, special: false))
        {
            MaxTokens = 200,
            Grammar = """root ::= "{\"name\":\"" [A-Z] [a-z]{2,9} "\",\"age\":" [1-9] [0-9]? ",\"likes\":[" like ("," like){0,2} "]}" """ + "\nlike ::= \"\\\"\" (\"dogs\" | \"cats\" | \"the sun\" | \"太阳\") \"\\\"\"",
        };

        for (var seed = 0; seed < 5; seed++)
        {
            var written = await stories.WriteAsync(request with { Sampling = new TextSampling { Seed = seed } });

            var json = JsonDocument.Parse(written.Text).RootElement;
            json.GetProperty("name").GetString()!.Length.ShouldBeInRange(3, 10);
            json.GetProperty("age").GetInt32().ShouldBeInRange(1, 99);
            json.GetProperty("likes").EnumerateArray().ShouldAllBe(like => new[] { "dogs", "cats", "the sun", "太阳" }.Contains(like.GetString()));
            written.End.ShouldBe(TextEnd.Stop);
        }
    }

    [Fact]
    public async Task With_the_likeliest_tokens_told()
    {
        await using var stories = await LoadedModel.StoriesAsync();
        var request = new GenerationRequest(new[] { 1 }) { MaxTokens = 5, Sampling = Greedy, LogProbabilities = 3 };

        await foreach (var token in stories.Model.GenerateAsync(request, TestContext.Current.CancellationToken))
        {
            var (likeliest, written) = (token.Probability!.Likeliest, token.Probability);
            likeliest.Count.ShouldBe(3);
            likeliest[0].LogProbability.ShouldBe(written.LogProbability, "the likeliest was written");
            likeliest[0].Text.ShouldBe(token.Text);
            likeliest.Sum(each => Math.Exp(each.LogProbability)).ShouldBeInRange(0.01, 1.000001);
        }
    }

    [Fact]
    public async Task A_grammar_that_is_none_is_a_sentence_and_others_go_on()
    {
        await using var stories = await LoadedModel.StoriesAsync();
        var good = stories.WriteAsync([1], 60);

        var failure = await Should.ThrowAsync<NodeFailure>(() => stories.WriteAsync(new GenerationRequest(new[] { 1 }) { Grammar = "root ::= (" }));

        failure.Message.ShouldStartWith("The grammar is wrong: ");
        (await good).Tokens.Length.ShouldBe(60);
    }
}
