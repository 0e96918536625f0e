using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Runtime.Tests.Plugins;

public sealed class What_a_call_prints_goes_to_its_log : IDisposable
{
    private readonly PluginWorkshop _workshop = new();

    public What_a_call_prints_goes_to_its_log() => ConsoleCapture.Install();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task Lines_of_two_calls_that_run_at_once_do_not_mix()
    {
        await using var plugins = await _workshop.LoadPathsAsync(_workshop.CompilePlugin("P", """
            Node("N", call => { Console.Write("half "); Task.Run(() => Console.WriteLine("and half")).Wait(); Console.Error.Write("oh"); return 1L; })
            """));

        var logs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var log = new CollectingLog();
            using (CallScope.Enter(log))
            {
                await plugins.CallAsync("N");
            }

            return log;
        })));

        foreach (var log in logs)
        {
            log.Lines.ShouldBe(["info half and half", "warn oh"]);
        }
    }

    [Fact]
    public void A_log_that_writes_to_the_console_is_not_caught_by_itself()
    {
        var echo = new EchoingLog();
        using (CallScope.Enter(echo))
        {
            Console.WriteLine("once");
        }

        echo.Count.ShouldBe(1);
    }

    [Fact]
    public void A_call_that_prints_for_ever_is_cut_off()
    {
        var log = new CollectingLog();
        using (CallScope.Enter(log))
        {
            for (var i = 0; i < 5_000; i++)
            {
                Console.WriteLine(i);
            }
        }

        log.Lines.Count.ShouldBe(1_001);
        log.Lines[^1].ShouldContain("the rest is left out");
    }

    private sealed class EchoingLog : MySpinBot.Sdk.INodeLog
    {
        public int Count { get; private set; }

        public void Info(string message)
        {
            Count++;
            Console.WriteLine(message);
        }

        public void Warn(string message) => Console.Error.WriteLine(message);
    }
}
