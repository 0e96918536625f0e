using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

public sealed class Texts_become_vectors
{
    private static readonly int[][] Texts = [[1, 403, 407, 261], [1, 300], [1, .. Enumerable.Range(0, 150).Select(index => 260 + (index * 13 % 200))], [1, 403, 407, 261, 378, 432, 383]];

    [Fact]
    public async Task A_model_that_writes_gives_the_mean_of_its_tokens_however_long_the_text()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Cache = CacheType.F32, Context = 512 });

        var vectors = await EmbedAsync(stories, Texts);

        for (var index = 0; index < Texts.Length; index++)
        {
            LengthOf(vectors[index]).ShouldBe(1, 1e-5);
            Apart(vectors[index], PooledByTheLibrary(stories.Model, Texts[index])).ShouldBeLessThan(1e-4);
        }
    }

    [Fact]
    public async Task Those_who_write_beside_are_not_disturbed()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Cache = CacheType.F32, Context = 1024 });
        var expected = await stories.WriteAsync([1, 403, 407], 150, alone: true);
        var alone = await EmbedAsync(stories, Texts);

        var writing = stories.WriteAsync([1, 403, 407], 150);
        var beside = await EmbedAsync(stories, [.. Texts, .. Texts, .. Texts]);

        (await writing).Tokens.ShouldBe(expected.Tokens);
        beside.Length.ShouldBe(12);
        for (var index = 0; index < beside.Length; index++)
        {
            Apart(beside[index], alone[index % 4]).ShouldBeLessThan(1e-4);
        }
    }

    [Fact]
    public async Task More_texts_than_the_memory_holds_wait_for_one_another_and_for_those_who_write()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Cache = CacheType.F32, Context = 256, Sequences = 3 });
        int[][] texts = [.. Enumerable.Repeat(Texts[2], 10)];
        var expected = await stories.WriteAsync([1, 403, 407], 150, alone: true);

        var writing = Task.WhenAll(Enumerable.Range(0, 5).Select(_ => stories.WriteAsync([1, 403, 407], 150)));
        var vectors = await EmbedAsync(stories, texts);

        (await writing).ShouldAllBe(written => written.Tokens.SequenceEqual(expected.Tokens));
        vectors.ShouldAllBe(vector => Apart(vector, vectors[0]) < 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_model_that_reads_both_ways_gives_the_same_for_a_text_among_others_and_by_itself(int pooling)
    {
        using var folder = new TemporaryFolder();
        await using var bert = await LoadedModel.FromAsync(RandomModels.Bert(LlamaShape.Tiny with { Context = 64 }, pooling).Write(folder.Sub("bert.gguf")), new LlamaOptions());
        int[][] texts = [[2, 5, 6, 7, 3], [2, 8, 3], [2, .. Enumerable.Range(0, 60).Select(index => 5 + (index % 9)), 3]];

        var together = await EmbedAsync(bert, [.. texts, .. texts]);

        for (var index = 0; index < together.Length; index++)
        {
            LengthOf(together[index]).ShouldBe(1, 1e-5);
            Apart(together[index], (await EmbedAsync(bert, [texts[index % 3]]))[0]).ShouldBeLessThan(1e-3);
        }

        Apart(together[0], together[1]).ShouldBeGreaterThan(0.01);
        (await Refused(bert, [2, .. Enumerable.Repeat(5, 64), 3])).ShouldContain("takes 64; split it");
        (await Should.ThrowAsync<NodeFailure>(bert.WriteAsync([2, 5], 3))).Message.ShouldContain("writes no text");
    }

    [Fact]
    public async Task What_is_no_text_is_a_sentence()
    {
        await using var stories = await LoadedModel.StoriesAsync(new LlamaOptions { Context = 256 });

        (await Refused(stories, [])).ShouldContain("empty");
        (await Refused(stories, [1, 900])).ShouldContain("no token 900");
        (await Refused(stories, [.. Enumerable.Repeat(300, 300)])).ShouldBe("Text 1 has 300 tokens and 'stories260K' takes 256; split it.", customMessage: stories.Model.Facts.Name);
        (await EmbedAsync(stories, [])).ShouldBeEmpty();
    }

    private static async Task<float[][]> EmbedAsync(LoadedModel model, int[][] texts)
        => [.. (await model.Model.EmbedAsync([.. texts.Select(text => (ReadOnlyMemory<int>)text)], TestContext.Current.CancellationToken)).Select(vector => vector.ToArray())];

    private static async Task<string> Refused(LoadedModel model, int[] text) => (await Should.ThrowAsync<NodeFailure>(EmbedAsync(model, [text]))).Message;

    /// <summary>The library pools a whole text in one step by itself.</summary>
    private static unsafe float[] PooledByTheLibrary(LlamaModel model, int[] text)
    {
        using var context = new StepContext(model.Weights.Context(new ContextNeed(512, 1, 512) { Embeds = true, Pooling = LlamaPooling.Mean }, 1), model.Vocabulary.Count);
        context.Clear();
        context.Add(0, 0, text, text.Length);
        context.Compute().ShouldBe(StepOutcome.Computed);
        var vector = new ReadOnlySpan<float>(LlamaNative.SequenceEmbedding(context.Handle, 0), model.Facts.Width).ToArray();
        TextVector.Normalise(vector);
        return vector;
    }

    private static double LengthOf(float[] vector) => Math.Sqrt(vector.Sum(number => (double)number * number));

    private static double Apart(float[] one, float[] other) => one.Zip(other, (left, right) => Math.Abs(left - right)).Max();
}
