using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Working;

namespace MySpinBot.Runtime.Tests.Working;

public sealed class The_pipe_is_the_servers_alone : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_plugin_or_its_natives_print_does_not_get_into_it()
    {
        await using var worker = await TestWorker.Start(_folder);

        var job = worker.Run("load -> shout -> chatter -> preview");

        (await worker.EndOf(job)).Outcome.ShouldBe(RunOutcome.Succeeded);
        await worker.HearOf(job, "chatter about photo");
        worker.Send(new StopWorker());
        (await worker.Gone()).Errors.ShouldContain("photo from below");
    }

    [Fact]
    public async Task Commands_may_come_in_pieces_and_many_at_once()
    {
        await using var worker = await TestWorker.Start(_folder);
        var job = Guid.NewGuid();
        var graph = TestWorker.Drawn("load -> measure -> showNumber");
        graph["nodes"]!["load"]!["inputs"]!["text"] = new string('x', 300_000);
        byte[] bytes = [.. Frame.Of<WorkerCommand>(new Ping(1)), .. Frame.Of<WorkerCommand>(new StartJob(job, JobTerms.Plain, []), Encoding.UTF8.GetBytes(graph.ToJsonString())), .. Frame.Of<WorkerCommand>(new Ping(2)), .. Frame.Of<WorkerCommand>(new Ping(3))];
        for (int at = 0, size = 1; at < bytes.Length; at += size, size = Math.Min(size * 3, bytes.Length - at))
        {
            worker.Pipe.Write(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
            worker.Pipe.Flush();
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await worker.EndOf(job);
        worker.EventsOf(job).OfType<NodeFinished>().Last().Shown?.GetRawText().ShouldBe("""{"number":[300000]}""");
        await worker.Hear<Pong>(pong => pong.Number == 3);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "the lengths do not fit")]
    [InlineData("\u0010\0\0\0\u0004\0\0\0nullxxxxxxxx", "an empty message")]
    [InlineData("\u0010\0\0\0\u0008\0\0\0{\"no\":1}xxxx", "is not a message")]
    public async Task What_is_no_command_ends_the_worker_with_a_sentence(string garbage, string sentence)
    {
        await using var worker = await TestWorker.Start(_folder);

        worker.Pipe.Write(Encoding.Latin1.GetBytes(garbage));
        worker.Pipe.Flush();

        var (code, errors) = await worker.Gone();
        code.ShouldBe(2);
        errors.ShouldContain("The worker ends, because it does not understand what it is told.");
        errors.ShouldContain(sentence);
    }

    [Fact]
    public async Task When_it_is_closed_the_worker_ends_with_all_that_it_started()
    {
        await using var worker = await TestWorker.Start(_folder);
        var job = worker.Run("load -> nurse -> preview");
        var line = JsonNode.Parse(await worker.HearOf(job, "child "))!;
        var child = int.Parse(((string)line["message"]!).Split(' ')[1], CultureInfo.InvariantCulture);
        ProcessFacts.Of(child)!.Value.Parent.ShouldBe(worker.Process.Id);

        worker.Pipe.Close();

        await worker.Gone();
        while (ProcessFacts.Of(child) is { IsAlive: true })
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_server_that_does_not_read_holds_calls_back_and_loses_nothing()
    {
        // Each node of the chain shows what is as long as the graph is wide: far more than the pipe and the outbox take.
        const int Jobs = 60;
        await using var worker = await TestWorker.Start(_folder);
        worker.IsDeaf = true;
        var graph = TestWorker.Drawn([.. Enumerable.Range(0, 40).Select(i => $"load{i} -> preview{i}")]);
        foreach (var (_, node) in graph["nodes"]!.AsObject())
        {
            if ((string)node!["class_type"]! == "Load")
            {
                node["inputs"]!["text"] = new string('y', 20_000);
            }
        }

        var jobs = Enumerable.Range(0, Jobs).Select(_ => worker.Run(graph)).ToList();
        var calm = 0;
        for (var before = TimeSpan.Zero; calm < 10; before = worker.Process.TotalProcessorTime)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            worker.Process.Refresh();
            calm = worker.Process.TotalProcessorTime - before < TimeSpan.FromMilliseconds(20) ? calm + 1 : 0;
        }

        worker.IsDeaf = false;
        foreach (var job in jobs)
        {
            (await worker.EndOf(job)).Outcome.ShouldBe(RunOutcome.Succeeded);
        }

        var events = jobs.SelectMany(worker.EventsOf).ToList();
        events.Count(happened => happened is NodeFinished or NodeReused).ShouldBeGreaterThanOrEqualTo(Jobs * 40);
        events.Count(happened => happened is RunFinished).ShouldBe(Jobs);
    }
}
