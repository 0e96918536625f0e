using System.Diagnostics;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Jobs;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Storage.Tests;

/// <summary>A process that takes jobs, lets things become of them, and says so once it was told that they are stored.</summary>
internal static class Child
{
    public static Process Start(string folder, string what = "child")
        => Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(Child).Assembly.Location, what, folder]) { RedirectStandardOutput = true })!;

    /// <summary>Says which assemblies are loaded after a job's life, and after a search.</summary>
    public static async Task<int> TellAssemblies(string folder)
    {
        await using var store = JobStore.Open(folder, TimeProvider.System);
        var job = (await store.AcceptAsync(Submissions.Of())).Job;
        await store.StepAsync(job.Step(new JobEnded(JobState.Succeeded, DateTimeOffset.UnixEpoch), "1"));
        await store.SettingAsync("paused", new byte[] { 1 });
        _ = (store.Reader.Find(job.Id), store.Reader.List(new JobFilter { Owner = "anna" }), store.Reader.Events(job.Id, 0, 10), store.Reader.Unfinished(), store.Reader.Setting("paused"));
        TellAssemblies("before", 0);
        var clock = Stopwatch.StartNew();
        store.Reader.List(new JobFilter { NameContains = "a" });
        TellAssemblies("after a search", clock.Elapsed.TotalMilliseconds);
        return 0;
    }

    private static void TellAssemblies(string when, double milliseconds)
    {
        Console.WriteLine($"{when}: {milliseconds:0} ms, {Environment.WorkingSet >> 20} MiB");
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            Console.WriteLine($"{when}: {assembly.GetName().Name}");
        }
    }

    public static async Task<int> Run(string folder)
    {
        await using var store = JobStore.Open(folder, TimeProvider.System);
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await store.Webhooks.AddAsync(new Webhook { Id = Guid.NewGuid(), Owner = "anna", Url = new Uri("https://example.com/") }, most: 1);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LiveAsync(store, output)));
        return 0;
    }

    private static async Task LiveAsync(JobStore store, TextWriter output)
    {
        while (true)
        {
            var job = (await store.AcceptAsync(Submissions.Of())).Job;
            output.WriteLine($"accepted {job.Id}");
            var begun = await store.StepAsync(job.Step(new JobBegun(DateTimeOffset.UnixEpoch), "1"));
            output.WriteLine($"event {job.Id} {begun.FirstEvent}");
            var told = await store.StepAsync(job.Step(null, "2", "3"));
            output.WriteLine($"event {job.Id} {told.FirstEvent + 1}");
            var ended = await store.StepAsync(job.Step(new JobEnded(JobState.Succeeded, DateTimeOffset.UnixEpoch), "4"));
            output.WriteLine($"ended {job.Id} {ended.FirstEvent}");
        }
    }
}
