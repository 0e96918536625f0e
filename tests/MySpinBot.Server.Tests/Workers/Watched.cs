using System.Collections.Concurrent;
using System.Diagnostics;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Tests.Workers;

/// <summary>A watch over scripted workers, and all that was heard.</summary>
internal sealed class Watched : IWorkerListener, IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _heard = new();

    /// <summary>A watch that has begun. <c>{calls}</c>, <c>{go}</c> and <c>{child}</c> in a script are files.</summary>
    public Watched(params string[] script)
        : this(_ => { }, script)
    {
    }

    public Watched(Action<Watched> prepare, params string[] script)
    {
        prepare(this);
        string[] arguments = ["exec", typeof(Watched).Assembly.Location, "worker", _folder.Sub("lives"), .. script.Select(act => act.Replace("{calls}", Calls).Replace("{go}", Go).Replace("{child}", ChildFile))];
        Options = new ServerOptions
        {
            DataFolder = _folder.Sub("data"),
            InputFolder = _folder.Sub("input"),
            OutputFolder = _folder.Sub("output"),
            TempFolder = _folder.Sub("temp"),
            Worker = new WorkerLaunch(Program, arguments, Calls) { Variables = new Dictionary<string, string> { ["DOTNET_DbgEnableMiniDump"] = "0", ["DOTNET_TieredPGO"] = "0" } },
            WorkerPatience = Patience,
            Report = sentence => Reports.Enqueue(sentence),
        };
        Catalogs = new CatalogBook(Options);
        Watch = new WorkerWatch(Options, Catalogs);
        Watch.Logged += message => Logs.Enqueue($"{message.Level}: {message.Message}");
        Watch.Begin(this);
    }

    public string Program { get; set; } = "dotnet";

    public WorkerPatience Patience { get; set; } = new() { Ping = TimeSpan.FromMilliseconds(100), Answer = TimeSpan.FromMinutes(2), Start = TimeSpan.FromMinutes(2), Stop = TimeSpan.FromMinutes(2) };

    /// <summary>Called with each job told.</summary>
    public Action<Watched> OnTold { get; set; } = _ => { };

    public ServerOptions Options { get; }

    public WorkerWatch Watch { get; }

    public CatalogBook Catalogs { get; }

    public ConcurrentQueue<string> Logs { get; } = new();

    public ConcurrentQueue<string> Reports { get; } = new();

    /// <summary>What was said of workers that were lost, but for lines of theirs.</summary>
    public IEnumerable<string> Deaths => Logs.Where(line => line.StartsWith("warning: The worker ", StringComparison.Ordinal)).Select(line => line["warning: ".Length..]);

    public List<WorkerLoss> Losses { get; } = [];

    public List<byte[]> Told { get; } = [];

    public int Passed;

    public long Previewed;

    public int Child => int.Parse(File.ReadAllText(ChildFile));

    private string Calls => _folder.Sub("running.calls");

    private string Go => _folder.Sub("go");

    private string ChildFile => _folder.Sub("child");

    /// <summary>What was heard, in order: <c>ready</c>, <c>told</c>, <c>ended</c>, <c>lost: …</c>.</summary>
    public string Heard => string.Join('\n', _heard);

    /// <summary>Lets a script that awaits <c>{go}</c> go on.</summary>
    public void Release() => File.WriteAllText(Go, "");

    public int[] Lives => [.. File.ReadAllLines(_folder.Sub("lives")).Select(int.Parse)];

    public Task Until(Func<bool> condition) => Eventually.Is(condition, () => $"{Watch.State}\n{Heard}\n{string.Join('\n', Logs)}");

    public Task UntilReady(int times = 1) => Until(() => _heard.Count(heard => heard == "ready") >= times);

    public Task UntilLost(int times = 1) => Until(() => _heard.Count(heard => heard.StartsWith("lost", StringComparison.Ordinal)) >= times);

    public static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z");
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void WorkerReady() => _heard.Enqueue("ready");

    public void JobTold(JobTold told, ReadOnlyMemory<byte> events)
    {
        Told.Add(events.ToArray());
        _heard.Enqueue(told.End is null ? "told" : "ended");
        OnTold(this);
    }

    public void JobPassed(JobPassed passed, ReadOnlyMemory<byte> json) => Interlocked.Increment(ref Passed);

    public void JobPreviewed(JobPreviewed previewed, ReadOnlyMemory<byte> jpeg) => Interlocked.Add(ref Previewed, jpeg.Length);

    public void WorkerLost(WorkerLoss loss)
    {
        Losses.Add(loss);
        _heard.Enqueue($"lost: {loss.Sentence}");
    }

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        await Catalogs.Written;
        _folder.Dispose();
    }
}

/// <summary>Waits for what must come sooner or later.</summary>
internal static class Eventually
{
    public static async Task Is(Func<bool> condition, Func<string> story)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(1))
            {
                throw new ShouldAssertException($"It did not come to that. {story()}");
            }
        }
    }
}
