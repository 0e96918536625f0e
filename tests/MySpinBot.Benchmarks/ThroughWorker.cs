using System.Diagnostics;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime;
using MySpinBot.Runtime.Working;

namespace MySpinBot.Benchmarks;

/// <summary>Tiny jobs through a worker's pipe, four at a time as the server hands them out. This program is the worker too.</summary>
internal sealed class ThroughWorker : IDisposable
{
    private const int AtOnce = 4;

    private readonly string _folder;
    private readonly Process _worker;
    private readonly Stream _signals;
    private readonly byte[] _come = new byte[1 << 22];
    private int _start;
    private int _end;

    private ThroughWorker(string folder, Process worker) => (_folder, _worker, _signals) = (folder, worker, worker.StandardOutput.BaseStream);

    public double CpuMilliseconds
    {
        get
        {
            _worker.Refresh();
            return _worker.TotalProcessorTime.TotalMilliseconds;
        }
    }

    public static ThroughWorker Open()
    {
        var folder = Directory.CreateTempSubdirectory("myspinbot-bench-").FullName;
        File.WriteAllText(Path.Join(folder, "plugins.json"), JsonSerializer.Serialize(new { plugins = new[] { new { assembly = Bench.Nodes } } }));
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["be-worker", folder]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var opened = new ThroughWorker(folder, Process.Start(start)!);
        while (opened.Read().Signal is not WorkerReady)
        {
            // The catalog.
        }

        return opened;
    }

    public static Task Be(string folder) => WorkerProcess.RunAsync(
        new WorkerOptions
        {
            Engine = new EngineOptions { CacheFolder = Path.Join(folder, "cache"), OutputFolder = Path.Join(folder, "out"), PluginsFile = Path.Join(folder, "plugins.json") },
            DataFolder = Path.Join(folder, "data"),
        },
        CancellationToken.None);

    /// <summary>Runs jobs, and says how long that took.</summary>
    public double Run(int count, Func<int, byte[]> graph)
    {
        var began = Stopwatch.GetTimestamp();
        var (sent, ended) = (0, 0);
        for (; sent < Math.Min(AtOnce, count); sent++)
        {
            Send(graph(sent));
        }

        while (ended < count)
        {
            if (Read().Signal is JobTold { End: { } end })
            {
                ended += end.Outcome == RunOutcome.Succeeded ? 1 : throw new InvalidOperationException(end.Reason);
                if (sent < count)
                {
                    Send(graph(sent++));
                }
            }
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    public void Dispose()
    {
        _worker.StandardInput.Close();
        _worker.WaitForExit();
        _worker.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Send(byte[] graph)
    {
        _worker.StandardInput.BaseStream.Write(Frame.Of<WorkerCommand>(new StartJob(Guid.NewGuid(), JobTerms.Plain, []), graph));
        _worker.StandardInput.BaseStream.Flush();
    }

    private (WorkerSignal Signal, ReadOnlyMemory<byte> Bytes) Read()
    {
        while (true)
        {
            if (Frame.Read<WorkerSignal>(_come.AsMemory(_start, _end - _start), out var signal, out var bytes) is > 0 and var size)
            {
                _start += size;
                return (signal!, bytes);
            }

            _come.AsSpan(_start, _end - _start).CopyTo(_come);
            (_start, _end) = (0, _end - _start);
            var read = _signals.Read(_come.AsSpan(_end));
            _end += read > 0 ? read : throw new InvalidOperationException("The worker has ended.");
        }
    }
}
