using System.Text;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Jobs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Tests.Jobs;

/// <summary>A desk on a real database, with a worker that does what the test says.</summary>
internal sealed class Office : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder? _folder;

    public Office(ServerLimits? limits = null, int jobsAtOnce = 4, string? folder = null, bool ready = true, TimeProvider? time = null, TimeSpan? patience = null)
    {
        _folder = folder is null ? new TemporaryFolder() : null;
        Options = new ServerOptions
        {
            DataFolder = folder ?? _folder!.Path,
            InputFolder = "",
            OutputFolder = "",
            TempFolder = "",
            Worker = new WorkerLaunch("", [], ""),
            JobsAtOnce = jobsAtOnce,
            Limits = (limits ?? new ServerLimits()) with { FreeDiskBytes = limits?.FreeDiskBytes ?? 0 },
            Report = sentence => Reports.Enqueue(sentence),
            Time = time ?? TimeProvider.System,
        };
        Options = patience is { } brief ? Options with { Grace = brief, WorkerPatience = new WorkerPatience { Answer = brief } } : Options;
        Open();
        if (ready)
        {
            Worker.Ready();
        }
    }

    public ServerOptions Options { get; }

    public System.Collections.Concurrent.ConcurrentQueue<string> Reports { get; } = new();

    public ScriptedWorker Worker { get; private set; } = null!;

    public JobStore Store { get; private set; } = null!;

    public JobDesk Desk { get; private set; } = null!;

    public KnownCatalog Catalog { get; set; } = KnownCatalog.Of(new CatalogMessage([], [], []), "\"x\"");

    public JobReader Reader => Store.Reader;

    /// <summary>Ends the server and starts it again; the worker is not ready yet.</summary>
    public async Task RestartAsync()
    {
        await Desk.StopAsync();
        await Store.DisposeAsync();
        Open();
    }

    public async Task<Guid> SubmitAsync(string owner = "anna", string? key = null, int priority = 0, string document = """{"1":{"class_type":"Toy","inputs":{}}}""")
        => (await TakeAsync(owner, key, priority, document)).Job.Id;

    public Task<Acceptance> TakeAsync(string owner = "anna", string? key = null, int priority = 0, string document = """{"1":{"class_type":"Toy","inputs":{}}}""")
        => Desk.SubmitAsync(new JobSubmission(Guid.NewGuid(), owner, Encoding.UTF8.GetBytes(document), JsonSerializer.SerializeToUtf8Bytes(JobTerms.Plain, MessageJson.Options)) { IdempotencyKey = key, Priority = priority }, JobTerms.Plain);

    /// <summary>Waits until a job is stored in this state.</summary>
    public async Task<Job> WhenAsync(Guid id, JobState state)
    {
        await UntilAsync(() => Desk.Find(id, null)?.State == state && Reader.Find(id)?.State == state);
        return Reader.Find(id)!;
    }

    /// <summary>The kinds of a job's stored events.</summary>
    public string Told(Guid id) => string.Join(' ', Reader.Events(id, 0, 100_000).Select(stored => JsonDocument.Parse(stored.Json).RootElement.GetProperty("event").GetString()));

    public static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(2, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Desk.StopAsync();
        await Store.DisposeAsync();
        _folder?.Dispose();
    }

    private void Open()
    {
        Worker = new ScriptedWorker();
        Store = JobStore.Open(Options.DataFolder, Options.Time);
        Desk = new JobDesk(Options, Store, Worker, _ => ValueTask.FromResult(Catalog));
        Worker.Listener = Desk;
        Desk.Begin();
    }
}
