using MySpinBot.Core.Messages.Calling;
using MySpinBot.Sdk;
using MySpinBot.Server.Capabilities;

namespace MySpinBot.Server.Tests.Workers;

public sealed class Workers_are_called
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_worker_tells_of_a_call_comes_piece_by_piece()
    {
        await using var watched = new Watched("obey", "ready");
        await watched.UntilReady();

        (await TextsAsync(watched, "echo")).ShouldBe(["one", " two", ""]);
        (await TextsAsync(watched, "cut")).ShouldBe(["one", " two", ""], "Its last piece says why it ended, and whoever reads that needs no error.");
    }

    [Fact]
    public async Task A_worker_that_is_just_being_started_is_waited_for()
    {
        await using var watched = new Watched("obey", "await:{go}", "ready");
        var asked = TextsAsync(watched, "echo");

        asked.IsCompleted.ShouldBeFalse();
        watched.Release();

        (await asked).ShouldBe(["one", " two", ""]);
    }

    [Fact]
    public async Task A_worker_that_dies_ends_its_calls_with_what_became_of_it()
    {
        await using var watched = new Watched("obey", "ready", "1/await:{go}", "1/kill");
        await watched.UntilReady();
        var asked = TextsAsync(watched, "silent");

        watched.Release();

        (await Should.ThrowAsync<CapabilityRefusal>(asked)).Fault.ShouldBe(new CallFault(
            CallFaultKind.Worker, "The worker that did this was killed by signal 9 (SIGKILL: by somebody, or by the system for want of memory). Another one is being started; try again."));
        (await TextsAsync(watched, "echo")).ShouldBe(["one", " two", ""]);
    }

    [Fact]
    public async Task Whoever_waits_no_longer_has_the_call_cancelled()
    {
        await using var watched = new Watched("obey", "ready");
        await watched.UntilReady();
        using var leaving = new CancellationTokenSource();
        var asked = TextsAsync(watched, "silent", leaving.Token);
        asked.IsCompleted.ShouldBeFalse();

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asked);
        await watched.Until(() => watched.Logs.Contains("info: cancel 1"));
    }

    [Fact]
    public async Task What_was_read_is_told_to_the_worker_and_what_was_not_is_not()
    {
        await using var watched = new Watched("obey", "ready");
        await watched.UntilReady();
        await using var pieces = Capabilities(watched).WriteAsync(new TextRequest { Model = "much", Prompt = "x" }, "ada", Cancellation).GetAsyncEnumerator(Cancellation);

        await pieces.MoveNextAsync();
        watched.Logs.ShouldNotContain(line => line.StartsWith("info: read on", StringComparison.Ordinal));
        for (var i = 0; i < 150; i++)
        {
            (await pieces.MoveNextAsync()).ShouldBeTrue();
        }

        await watched.Until(() => watched.Logs.Count(line => line.StartsWith("info: read on", StringComparison.Ordinal)) == 2);
    }

    private static WorkerCapabilities Capabilities(Watched watched) => new(watched.Watch, new CallTurns(4, 4), watched.Options);

    private static async Task<List<string>> TextsAsync(Watched watched, string model, CancellationToken? cancellation = null)
    {
        var texts = new List<string>();
        await foreach (var piece in Capabilities(watched).WriteAsync(new TextRequest { Model = model, Prompt = "x" }, "ada", cancellation ?? Cancellation))
        {
            texts.Add(piece.Text);
        }

        return texts;
    }
}
