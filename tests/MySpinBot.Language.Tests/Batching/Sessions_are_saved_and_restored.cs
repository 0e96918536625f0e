using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

public sealed class Sessions_are_saved_and_restored
{
    private static readonly int[] Session = [1, .. Enumerable.Range(0, 90).Select(index => 260 + (index * 17 % 150))];
    private static readonly LlamaOptions Options = new() { Cache = CacheType.F32, Context = 512, Sequences = 2 };

    [Theory]
    [InlineData("llama")]
    [InlineData("mamba")]
    [InlineData("gemma2")]
    public async Task A_later_process_goes_on_without_computing_it_again(string kind)
    {
        using var folder = new TemporaryFolder();
        var model = Made(folder, kind);
        var cancellation = TestContext.Current.CancellationToken;
        LoadedModel.Written expected;
        int[] next = [.. Session, 270, 271];
        await using (var before = await LoadedModel.FromAsync(model, Options))
        {
            expected = await before.WriteAsync(next, 20, alone: true);
            await before.Model.SaveSessionAsync(Session, folder.Sub("session"), cancellation);
        }

        await using var after = await LoadedModel.FromAsync(model, Options with { Context = 1024, Sequences = 4 });
        (await after.Model.RestoreSessionAsync(folder.Sub("session"), cancellation)).ToArray().ShouldBe(Session);
        var written = await after.WriteAsync(next, 20);

        written.Usage.Reused.ShouldBe(Session.Length);
        written.Tokens.ShouldBe(expected.Tokens);
    }

    [Fact]
    public async Task A_file_that_is_not_what_was_saved_is_a_sentence()
    {
        using var folder = new TemporaryFolder();
        var cancellation = TestContext.Current.CancellationToken;
        var file = folder.Sub("session");
        await using var model = await LoadedModel.FromAsync(Made(folder, "llama"), Options);
        await model.Model.SaveSessionAsync(Session, file, cancellation);
        var bytes = await File.ReadAllBytesAsync(file, cancellation);

        async Task<string> Refused(byte[] content, LoadedModel by)
        {
            await File.WriteAllBytesAsync(file, content, cancellation);
            return (await Should.ThrowAsync<NodeFailure>(async () => await by.Model.RestoreSessionAsync(file, cancellation))).Message;
        }

        for (var length = 0; length < bytes.Length; length += 997)
        {
            (await Refused(bytes[..length], model)).ShouldStartWith("'session' is ");
        }

        foreach (var at in new[] { 0, 25, 60, 200, bytes.Length - 1 })
        {
            (await Refused([.. bytes[..at], (byte)(bytes[at] ^ 1), .. bytes[(at + 1)..]], model)).ShouldStartWith("'session' is ");
        }

        await using var other = await LoadedModel.FromAsync(Made(folder, "mamba"), Options);
        (await Refused(bytes, other)).ShouldContain("another model");
        File.Delete(file);
        (await Should.ThrowAsync<NodeFailure>(async () => await model.Model.RestoreSessionAsync(file, cancellation))).Message.ShouldContain("cannot be read");
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gemma2")]
    public async Task What_had_to_leave_the_memory_comes_back_as_it_was(string kind)
    {
        using var folder = new TemporaryFolder();
        await using var model = await LoadedModel.FromAsync(Made(folder, kind), new LlamaOptions { Cache = CacheType.F32, Context = 256, Sequences = 1, SavedBytes = 16 << 20 });
        var first = await model.WriteAsync(Session, 40);
        foreach (var seed in new[] { 3, 5, 7 })
        {
            await model.WriteAsync([1, .. Enumerable.Range(0, 200).Select(index => 260 + (index * seed % 140))], 20);
        }

        int[] onwards = [.. Session, .. first.Tokens, 280];
        var back = await model.WriteAsync(onwards, 30);

        back.Usage.Reused.ShouldBe(Session.Length + 39);
        back.Tokens.ShouldBe((await model.WriteAsync(onwards, 30, alone: true)).Tokens);
    }

    private static string Made(TemporaryFolder folder, string kind) => (kind switch
    {
        "mamba" => RandomModels.Mamba(LlamaShape.Tiny),
        "gemma2" => RandomModels.Gemma2(LlamaShape.Tiny, window: 32),
        _ => RandomModels.Llama(LlamaShape.Tiny),
    }).Write(folder.Sub($"{kind}.gguf"));
}
