using System.Diagnostics;
using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime;

namespace MySpinBot.Benchmarks;

/// <summary>An engine on a temporary folder with the benchmark's own plugin, and the stop-watch.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly string _folder;

    private Bench(string folder, Engine engine) => (_folder, Engine) = (folder, engine);

    public Engine Engine { get; }

    /// <summary>The benchmark's own plugin.</summary>
    public static string Nodes { get; } = Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "../../../../MySpinBot.BenchmarkNodes/bin", Configuration(), "net10.0/MySpinBot.BenchmarkNodes.dll"));

    public static async Task<Bench> Open()
    {
        var folder = Directory.CreateTempSubdirectory("myspinbot-bench-").FullName;
        await File.WriteAllTextAsync(Path.Join(folder, "plugins.json"), JsonSerializer.Serialize(new { plugins = new[] { new { assembly = Nodes } } }));
        var engine = await Engine.OpenAsync(
            new EngineOptions
            {
                CacheFolder = Path.Join(folder, "cache"),
                OutputFolder = Path.Join(folder, "out"),
                PluginsFile = Path.Join(folder, "plugins.json"),
                Report = Console.Error.WriteLine,
            },
            CancellationToken.None);
        return new Bench(folder, engine);
    }

    public static double Milliseconds(Action action)
    {
        var began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Processor time that this process has used, which a busy machine distorts less than the clock.</summary>
    public static double CpuMilliseconds => Environment.CpuUsage.TotalTime.TotalMilliseconds;

    /// <summary>Runs a graph, and says how long that took and how many nodes ran.</summary>
    public async Task<(double Milliseconds, RunSummary Summary)> Run(ValidGraph graph)
    {
        var began = Stopwatch.GetTimestamp();
        var summary = await Engine.RunAsync(graph, new RunOptions(), _ => { }, CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return summary.Outcome == RunOutcome.Succeeded ? (took, summary) : throw new InvalidOperationException($"The run {summary.Outcome}.");
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Configuration() => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
}
