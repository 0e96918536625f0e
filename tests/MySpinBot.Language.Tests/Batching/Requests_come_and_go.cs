using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

public sealed class Requests_come_and_go
{
    private static readonly int[] Prompt = [1, 403, 407, 261, 378];

    [Fact]
    public async Task Who_goes_leaves_the_others_unharmed()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Cache = CacheType.F32, Context = 2048 });
        var expected = await stories.WriteAsync(Prompt, 200, alone: true);
        var staying = stories.WriteAsync(Prompt, 200);

        for (var times = 0; times < 12; times++)
        {
            using var leaves = new CancellationTokenSource();
            var read = 0;
            await Should.ThrowAsync<OperationCanceledException>(async () =>
            {
                await foreach (var _ in stories.Model.GenerateAsync(Request([1, 403, 300 + times]), leaves.Token))
                {
                    if (++read == 2)
                    {
                        await leaves.CancelAsync();
                    }
                }
            });
        }

        (await staying).Tokens.ShouldBe(expected.Tokens);
    }

    [Fact]
    public async Task A_reader_that_stops_frees_its_place()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Sequences = 1, Context = 512 });
        for (var times = 0; times < 3; times++)
        {
            await foreach (var _ in stories.Model.GenerateAsync(Request(Prompt), TestContext.Current.CancellationToken))
            {
                break;
            }
        }

        (await stories.WriteAsync(Prompt, 3)).Tokens.Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_long_step_is_ended_when_nobody_wants_it()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Cache = CacheType.F32, Context = 16384, Sequences = 1 });
        int[] large = [.. Enumerable.Range(0, 16000).Select(index => 259 + (index % 200))];
        using var leaves = new CancellationTokenSource();
        var reading = stories.WriteAsync(large, 5, cancellation: leaves.Token);
        await leaves.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(reading);

        (await stories.WriteAsync(Prompt, 20)).Tokens.ShouldBe((await stories.WriteAsync(Prompt, 20, alone: true)).Tokens);
    }

    [Fact]
    public async Task A_model_that_is_put_away_ends_what_runs_with_a_sentence()
    {
        var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Context = 4096 });
        var reading = stories.WriteAsync(Prompt, 4000);

        await stories.DisposeAsync();

        (await Should.ThrowAsync<NodeFailure>(reading)).Message.ShouldContain("put away");
        (await Should.ThrowAsync<NodeFailure>(stories.WriteAsync(Prompt, 3))).Message.ShouldContain("put away");
    }

    [Fact]
    public async Task What_does_not_fit_is_a_sentence_before_anything_is_computed()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Context = 256 });

        (await Refused(stories, Request([]))).ShouldBe("The prompt is empty; a model needs one token at least to go on from.");
        (await Refused(stories, Request([1, 512]))).ShouldBe("There is no token 512 in this model's vocabulary, whose tokens are 0 to 511.");
        (await Refused(stories, Request([.. Enumerable.Repeat(300, 300)]) with { MaxTokens = 20 })).ShouldEndWith("it takes a context of 320, or a shorter prompt.");
        (await Refused(stories, Request([.. Enumerable.Repeat(300, 300)]) with { Alone = true })).ShouldContain("300 tokens");
        (await Refused(stories, Request([1]) with { Grammar = "root ::= (" })).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_answer_is_as_long_as_the_context_leaves()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Context = 256 });

        var written = await stories.WriteAsync(Request(Prompt) with { MaxTokens = null, Sampling = new TextSampling { Temperature = 0, LogitBias = new Dictionary<int, double> { [1] = -100, [2] = -100 } } });

        (written.End, written.Tokens.Length).ShouldBe((TextEnd.Length, 256 - Prompt.Length));
    }

    private static async Task<string> Refused(LoadedModel model, GenerationRequest request)
        => (await Should.ThrowAsync<NodeFailure>(model.WriteAsync(request))).Message;

    private static GenerationRequest Request(int[] prompt) => new(prompt) { MaxTokens = 400, Sampling = new TextSampling { Temperature = 0 } };
}
