using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Tests.Stories;
using MySpinBot.Runtime.Working;

namespace MySpinBot.Runtime.Tests.Working;

/// <summary>A worker in a process of its own, and what it says.</summary>
internal sealed class TestWorker : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly List<(WorkerSignal Signal, byte[] Bytes)> _heard = [];
    private readonly ManualResetEventSlim _listening = new(true);
    private readonly Task _hearing;
    private readonly Task<string> _errors;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TestWorker(Process process)
    {
        Process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _hearing = Task.Run(Listen);
    }

    public Process Process { get; }

    /// <summary>Whether nothing is read of what it says.</summary>
    public bool IsDeaf
    {
        set
        {
            if (value)
            {
                _listening.Reset();
            }
            else
            {
                _listening.Set();
            }
        }
    }

    public Stream Pipe => Process.StandardInput.BaseStream;

    public IReadOnlyList<(WorkerSignal Signal, byte[] Bytes)> Heard
    {
        get
        {
            lock (_heard)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary>Starts a worker on a folder, and does not wait until it is ready.</summary>
    public static TestWorker Begin(TemporaryFolder folder, double grace = 10, double patience = 5)
    {
        var signs = folder.Sub("signs");
        Directory.CreateDirectory(signs);
        Directory.CreateDirectory(folder.Sub("inputs"));
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Child).Assembly.Location, "child", "worker", folder.Path, Built.PluginList(folder, signs), $"{grace}", $"{patience}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new TestWorker(Process.Start(start)!);
    }

    /// <summary>Starts a worker on a folder.</summary>
    public static async Task<TestWorker> Start(TemporaryFolder folder, double grace = 10, double patience = 5)
    {
        var worker = Begin(folder, grace, patience);
        await worker.Hear<WorkerReady>();
        return worker;
    }

    /// <summary>What the child process does that <see cref="Begin"/> starts.</summary>
    public static async Task Be(string[] arguments)
    {
        var folder = arguments[0];
        await WorkerProcess.RunAsync(
            new WorkerOptions
            {
                Engine = new EngineOptions
                {
                    CacheFolder = Path.Join(folder, "cache"),
                    OutputFolder = Path.Join(folder, "out"),
                    InputFolders = [Path.Join(folder, "inputs")],
                    PluginsFile = arguments[1],
                    Cores = 2,
                },
                DataFolder = Path.Join(folder, "data"),
                Grace = TimeSpan.FromSeconds(double.Parse(arguments[2])),
                Patience = TimeSpan.FromSeconds(double.Parse(arguments[3])),
            },
            default);
    }

    public void Send(WorkerCommand command, ReadOnlySpan<byte> bytes = default)
    {
        Pipe.Write(Frame.Of(command, bytes));
        Pipe.Flush();
    }

    /// <summary>Starts a job with a graph that is drawn: <c>load -> blur -> preview</c>.</summary>
    public Guid Run(params string[] lines) => Run(Drawn(lines));

    public Guid Run(JsonObject graph, JobTerms? terms = null, params SuspectCall[] suspects)
    {
        var job = Guid.NewGuid();
        Send(new StartJob(job, terms ?? JobTerms.Plain, suspects), Encoding.UTF8.GetBytes(graph.ToJsonString()));
        return job;
    }

    public static JsonObject Drawn(params string[] lines)
    {
        var nodes = new JsonObject();
        foreach (var line in lines)
        {
            Drawing.AddTo(nodes, line, Built.LinkableInputs);
        }

        return new JsonObject { ["version"] = 1, ["nodes"] = nodes };
    }

    /// <summary>Waits for a signal.</summary>
    public async Task<T> Hear<T>(Func<T, bool>? isIt = null)
        where T : WorkerSignal
        => (T)(await HearWith(signal => signal is T one && (isIt is null || isIt(one)))).Signal;

    /// <summary>Waits until a job's news, of any kind, has this text in its bytes.</summary>
    public async Task<string> HearOf(Guid job, string text)
        => Encoding.UTF8.GetString((await HearWith(
            signal => JobOf(signal) == job, bytes => Encoding.UTF8.GetString(bytes).Contains(text, StringComparison.Ordinal))).Bytes);

    /// <summary>Waits for the end of a job.</summary>
    public async Task<JobEnd> EndOf(Guid job) => (await Hear<JobTold>(told => told.Job == job && told.End is not null)).End!;

    /// <summary>The kept events of a job so far, in order.</summary>
    public IReadOnlyList<RunEvent> EventsOf(Guid job)
        => [.. Heard.Where(heard => heard.Signal is JobTold told && told.Job == job)
            .SelectMany(heard => Encoding.UTF8.GetString(heard.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => JsonSerializer.Deserialize<RunEvent>(line, MessageJson.Options)!)];

    /// <summary>Waits for the process to end.</summary>
    /// <returns>Its exit code, and what it said on its error stream.</returns>
    public async Task<(int Code, string Errors)> Gone()
    {
        await Process.WaitForExitAsync().WaitAsync(Limit);
        return (Process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        IsDeaf = false;
        if (!Process.HasExited)
        {
            Process.Kill();
        }

        await Process.WaitForExitAsync();
        await _hearing;
        Process.Dispose();
        _listening.Dispose();
    }

    private static Guid? JobOf(WorkerSignal signal) => signal switch
    {
        JobTold told => told.Job,
        JobPassed passed => passed.Job,
        JobPreviewed previewed => previewed.Job,
        _ => null,
    };

    private async Task<(WorkerSignal Signal, byte[] Bytes)> HearWith(Func<WorkerSignal, bool> isIt, Func<byte[], bool>? has = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            Task more;
            lock (_heard)
            {
                foreach (var heard in _heard)
                {
                    if (isIt(heard.Signal) && has?.Invoke(heard.Bytes) != false)
                    {
                        return heard;
                    }
                }

                more = _more.Task;
            }

            if (_hearing.IsCompleted)
            {
                throw new InvalidOperationException($"The worker ended without saying it. It said: {string.Join('\n', Heard.Select(heard => heard.Signal))}\n{await _errors}");
            }

            await Task.WhenAny(more, _hearing).WaitAsync(limit.Token);
        }
    }

    private void Listen()
    {
        var pipe = Process.StandardOutput.BaseStream;
        var come = new List<byte>();
        var buffer = new byte[1 << 16];
        while (pipe.Read(buffer) is > 0 and var read)
        {
            _listening.Wait();
            come.AddRange(buffer.AsSpan(0, read));
            var all = come.ToArray();
            var used = 0;
            while (Frame.Read<WorkerSignal>(all.AsMemory(used), out var signal, out var bytes) is > 0 and var size)
            {
                used += size;
                lock (_heard)
                {
                    _heard.Add((signal!, bytes.ToArray()));
                }
            }

            come.RemoveRange(0, used);
            Interlocked.Exchange(ref _more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
