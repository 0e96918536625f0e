using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;

namespace MySpinBot.Language.Tests;

/// <summary>Sliding windows and recurrent states: a sequence that ended is taken over by one that goes on from its end, and nothing else is.</summary>
public sealed class Memories_that_cannot_be_cut
{
    private static readonly int[] Prompt = [.. Enumerable.Range(0, 60).Select(index => 260 + (index * 7 % 40))];

    [Theory]
    [InlineData("gemma2")]
    [InlineData("mamba")]
    public async Task A_conversation_goes_on_from_its_end_and_an_edit_begins_anew(string kind)
    {
        using var folder = new TemporaryFolder();
        await using var model = await LoadedModel.FromAsync(Made(folder, kind), new LlamaOptions { Cache = CacheType.F32, Context = 512, Sequences = 2 });
        model.Model.Facts.CanShare.ShouldBeFalse();
        var first = await model.WriteAsync(Prompt, 30);

        int[] onwards = [.. Prompt, .. first.Tokens, 262, 263];
        var second = await model.WriteAsync(onwards, 20);
        var edited = await model.WriteAsync([.. onwards[..^1], 261], 20);

        // The last token that was written had not been computed.
        second.Usage.Reused.ShouldBe(Prompt.Length + first.Tokens.Length - 1);
        edited.Usage.Reused.ShouldBe(0);
        second.Tokens.ShouldBe((await model.WriteAsync(onwards, 20, alone: true)).Tokens);
    }

    [Theory]
    [InlineData("gemma2")]
    [InlineData("mamba")]
    public async Task Several_at_once_and_more_than_fit_write_what_each_does_alone(string kind)
    {
        using var folder = new TemporaryFolder();
        await using var model = await LoadedModel.FromAsync(Made(folder, kind), new LlamaOptions { Cache = CacheType.F32, Context = 256, Sequences = 3 });
        var prompts = Enumerable.Range(0, 6).Select(index => Prompt[index..(index + 40)]).ToArray();

        var together = await Task.WhenAll(prompts.Select(prompt => model.WriteAsync(prompt, 60)));

        for (var index = 0; index < prompts.Length; index++)
        {
            together[index].Tokens.ShouldBe((await model.WriteAsync(prompts[index], 60, alone: true)).Tokens);
        }
    }

    private static string Made(TemporaryFolder folder, string kind)
        => (kind == "mamba" ? RandomModels.Mamba(LlamaShape.Tiny) : RandomModels.Gemma2(LlamaShape.Tiny, window: 32)).Write(folder.Sub($"{kind}.gguf"));
}
