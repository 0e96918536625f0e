using System.Diagnostics;
using MySpinBot.Runtime.Files;
using MySpinBot.Runtime.Outputs;
using MySpinBot.Runtime.Results;

namespace MySpinBot.Runtime.Tests;

/// <summary>Another process on the same folder.</summary>
internal static class Child
{
    public static Process Start(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Child).Assembly.Location, "child", name, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    public static async Task<int> Run(string name, string[] arguments)
    {
        switch (name)
        {
            case "write":
                await WriteForever(arguments[0]);
                return 0;
            case "number":
                await NumberMany(arguments[0], int.Parse(arguments[1]));
                return 0;
            case "abandon":
                Abandon(arguments[0], arguments.ElementAtOrDefault(1));
                return 0;
            case "story":
                await Stories.Runs_of_other_processes.Tell(arguments[0]);
                return 0;
            case "films":
                await Stories.Films_in_parts.Tell(arguments[0]);
                return 0;
            case "worker":
                await Working.TestWorker.Be(arguments);
                return 0;
            case "crash":
                await Stories.A_call_that_may_have_ended_its_process.Crash(arguments[0], arguments[1], arguments[2]);
                return 0;
            case "save":
                await Outputs.SavingChild.Save(arguments[0], int.Parse(arguments[1]), int.Parse(arguments[2]));
                return 0;
            case "engine":
                await Outputs.A_job_whose_process_is_killed.Engine(arguments[0]);
                return 0;
            case "records":
                await WriteSome(arguments[0], int.Parse(arguments[1]), int.Parse(arguments[2]));
                return 0;
            default:
                return 2;
        }
    }

    private static async Task WriteForever(string folder)
    {
        await using var cache = ResultCache.Open(folder, 1 << 20, TimeProvider.System, _ => { });
        for (var i = 0; ; i++)
        {
            Known.Write(cache, i);
            if (i == 200)
            {
                // Two hundred may all wait for the first group on a fast machine; whoever kills this is to find some of them.
                cache.Keep();
                Console.WriteLine("going");
            }

            if (i % 50 == 0)
            {
                await Task.Delay(1);
            }
        }
    }

    private static async Task WriteSome(string folder, int from, int count)
    {
        await using var cache = ResultCache.Open(folder, 1 << 20, TimeProvider.System, Console.WriteLine);
        for (var i = from; i < from + count; i++)
        {
            Known.Write(cache, i);
        }
    }

    private static async Task NumberMany(string folder, int count)
    {
        await using var cache = ResultCache.Open(null, 1 << 20, TimeProvider.System, _ => { });
        var outputs = new OutputFolder(folder, cache.Artifacts, cache.Digests, new OutputNumbers(), TimeProvider.System).ForNode("n", _ => { });
        for (var i = 0; i < count; i++)
        {
            using var file = outputs.Number("shot", ".txt");
            await File.WriteAllTextAsync(file.TemporaryPath, $"{Environment.ProcessId} {i}");
            await file.CompleteAsync("text/plain", default);
        }
    }

    private static void Abandon(string folder, string? journal)
    {
        var cache = ResultCache.Open(null, 1 << 20, TimeProvider.System, _ => { });
        var outputs = new OutputFolder(folder, cache.Artifacts, cache.Digests, new OutputNumbers(), TimeProvider.System, journal is null ? null : OutputJournal.Open(journal, _ => { })).ForNode("n", _ => { });
        var file = outputs.Number("shot", ".txt");
        File.WriteAllText(file.TemporaryPath, "half");
        Console.WriteLine("going");
        Console.ReadLine();
        Thread.Sleep(Timeout.Infinite);
        GC.KeepAlive(file);
    }
}
