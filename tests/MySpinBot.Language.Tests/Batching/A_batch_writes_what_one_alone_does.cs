using System.Text.Json;
using MySpinBot.Inference.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

public sealed class A_batch_writes_what_one_alone_does
{
    private static readonly string[] Beginnings = ["Once upon a time", "One day, a girl", "Tim had a red ball", "The sun was", "Lily and her mom", "A big dog", "\"Hello\", said", "There was a boy"];

    [Fact]
    public async Task The_likeliest_tokens_are_the_published_ones()
    {
        await using var stories = await LoadedModel.StoriesAsync();
        using var golden = JsonDocument.Parse(await File.ReadAllBytesAsync(RealModels.File("golden/golden_stories260K_greedy.json"), TestContext.Current.CancellationToken));
        int[] published = [.. golden.RootElement.GetProperty("token_ids").EnumerateArray().Select(id => id.GetInt32())];

        var written = await stories.WriteAsync([published[0]], published.Length - 1);

        written.Tokens.ShouldBe(published[1..]);
        (written.End, written.Usage.Written, written.Usage.Prompt).ShouldBe((TextEnd.Length, published.Length - 1, 1));
    }

    [Fact]
    public async Task Eight_at_once_write_exactly_what_each_writes_by_itself()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Cache = CacheType.F32, Context = 1024, Sequences = 8 });
        var prompts = Beginnings.Select(text => stories.Model.Vocabulary.Tokenize(text, begin: true, special: false)).ToArray();

        var together = await Task.WhenAll(prompts.Select(prompt => stories.WriteAsync(prompt, 60)));

        for (var index = 0; index < prompts.Length; index++)
        {
            var alone = await stories.WriteAsync(prompts[index], 60, alone: true);
            together[index].Tokens.ShouldBe(alone.Tokens);
            Apart(together[index], alone).ShouldBeLessThan(1e-4);
        }
    }

    [Fact]
    public async Task A_reused_beginning_writes_exactly_what_a_fresh_one_does()
    {
        await using var stories = await LoadedModel.StoriesAsync();
        var prompt = stories.Model.Vocabulary.Tokenize("Once upon a time, there was a little girl named Lily. She loved to play", begin: true, special: false);
        var fresh = await stories.WriteAsync(prompt, 40);
        fresh.Usage.Reused.ShouldBe(0);

        var again = await stories.WriteAsync(prompt, 40);
        var edited = await stories.WriteAsync([.. prompt[..^3], .. stories.Model.Vocabulary.Tokenize(" ran", begin: false, special: false)], 5);

        again.Usage.Reused.ShouldBe(prompt.Length - 1);
        edited.Usage.Reused.ShouldBe(prompt.Length - 3);
        again.Tokens.ShouldBe(fresh.Tokens);
        Apart(again, fresh).ShouldBeLessThan(1e-4);
    }

    [Theory]
    [InlineData("f16")]
    [InlineData("q8_0")]
    [InlineData("q4_0")]
    public async Task Rounded_weights_write_alike_within_a_bound(string numbers)
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Context = 1024 }, numbers);
        var prompts = Beginnings.Select(text => stories.Model.Vocabulary.Tokenize(text, begin: true, special: false)).ToArray();

        var together = await Task.WhenAll(prompts.Select(prompt => stories.WriteAsync(prompt, 1)));

        for (var index = 0; index < prompts.Length; index++)
        {
            Apart(together[index], await stories.WriteAsync(prompts[index], 1, alone: true)).ShouldBeLessThan(0.25);
        }
    }

    [Fact]
    public async Task A_request_by_itself_gives_the_same_bits_whatever_goes_on_beside()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Context = 1024 }, "q8_0");
        var prompt = stories.Model.Vocabulary.Tokenize(Beginnings[2], begin: true, special: false);
        var first = await stories.WriteAsync(prompt, 50, alone: true);

        var beside = Beginnings.Select(text => stories.WriteAsync(stories.Model.Vocabulary.Tokenize(text, begin: true, special: false), 60)).ToArray();
        var second = await stories.WriteAsync(prompt, 50, alone: true);
        await Task.WhenAll(beside);

        second.Tokens.ShouldBe(first.Tokens);
        second.Logarithms.ShouldBe(first.Logarithms);
        second.Usage.Reused.ShouldBe(0);
    }

    [Fact]
    public async Task More_than_the_memory_holds_come_to_the_same_end_one_after_the_other()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Cache = CacheType.F32, Context = 256, Sequences = 8 });
        var prompts = Beginnings.Select(text => stories.Model.Vocabulary.Tokenize(text, begin: true, special: false)).ToArray();

        var together = await Task.WhenAll(prompts.Select(prompt => stories.WriteAsync(prompt, 120)));

        for (var index = 0; index < prompts.Length; index++)
        {
            together[index].Tokens.ShouldBe((await stories.WriteAsync(prompts[index], 120, alone: true)).Tokens);
        }
    }

    private static double Apart(LoadedModel.Written one, LoadedModel.Written other) => one.Logarithms.Zip(other.Logarithms, (left, right) => Math.Abs(left - right)).Max();
}
