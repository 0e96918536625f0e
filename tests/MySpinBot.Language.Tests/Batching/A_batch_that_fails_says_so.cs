using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

public sealed class A_batch_that_fails_says_so : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task To_those_who_wait_and_to_those_who_come_later()
    {
        await using var model = await LoadedModel.FromAsync(RandomModels.Llama(LlamaShape.Tiny).Write(_folder.Sub("tiny.gguf")));
        var isBroken = false;
        await using var batch = new SequenceBatch(model.Model.Weights, ContextNeed.Shared(256, 2), 2, () => isBroken ? throw new InvalidOperationException("The processors are gone.") : 1, savedBytes: 0);
        (await WriteAsync(batch)).ShouldBe(3);

        isBroken = true;

        (await Should.ThrowAsync<InvalidOperationException>(() => WriteAsync(batch))).Message.ShouldBe("The processors are gone.");
        var later = await Should.ThrowAsync<NodeFailure>(() => WriteAsync(batch));
        later.Message.ShouldBe("The model computes no more since something went wrong in it: The processors are gone. Unload it; it is loaded anew when it is asked again.");
        later.Code.ShouldBeNull("asking again does not help");
    }

    [Fact]
    public async Task And_is_put_away_as_often_as_one_likes()
    {
        await using var model = await LoadedModel.FromAsync(RandomModels.Llama(LlamaShape.Tiny).Write(_folder.Sub("tiny.gguf")));
        var batch = new SequenceBatch(model.Model.Weights, ContextNeed.Shared(256, 2), 2, () => 1, savedBytes: 0);

        await batch.DisposeAsync();
        await batch.DisposeAsync();

        (await Should.ThrowAsync<NodeFailure>(() => WriteAsync(batch))).Code.ShouldBe("model_busy");
    }

    private static async Task<int> WriteAsync(SequenceBatch batch)
    {
        var request = new GenerationRequest(new[] { 1, 300, 301 }) { MaxTokens = 3, Sampling = new TextSampling { Temperature = 0, LogitBias = new Dictionary<int, double> { [302] = 1000 } } };
        return await batch.GenerateAsync(request, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);
    }
}
