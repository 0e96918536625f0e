using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Metrics;

/// <summary>Instruments that are looked at when somebody asks: queue, worker, memory, disks, processes.</summary>
internal sealed class ObservedState(ServerOptions options, MeterSources sources)
{
    /// <summary>Adds them to a meter.</summary>
    public void AddTo(Meter meter)
    {
        meter.CreateObservableGauge("myspinbot.jobs", Jobs, "{job}", "Jobs that have not ended, by state.");
        meter.CreateObservableGauge("myspinbot.queue.paused", () => sources.Desk.IsPaused ? 1 : 0, null, "Whether the queue is paused.");
        meter.CreateObservableGauge("myspinbot.server.stopping", () => sources.Desk.IsStopping ? 1 : 0, null, "Whether the server takes nothing new, because it is being stopped.");
        meter.CreateObservableGauge("myspinbot.worker.ready", () => sources.Watch.IsReady ? 1 : 0, null, "Whether a worker takes jobs.");
        meter.CreateObservableCounter("myspinbot.worker.restarts", () => sources.Watch.State.Losses, "{restart}", "Workers that ended by accident and were replaced.");
        meter.CreateObservableGauge("myspinbot.live_streams", () => sources.Streams.Count, "{stream}", "Live streams (WebSockets, server-sent events, SignalR).");
        meter.CreateObservableGauge("myspinbot.device.memory.budget", () => Devices(device => device.Budget), "By", "Memory that models and their work may use, by device.");
        meter.CreateObservableGauge("myspinbot.device.memory.held", () => Devices(device => device.Held.Sum(line => line.Bytes)), "By", "Memory that models and their work hold, by device.");
        meter.CreateObservableGauge("myspinbot.device.leases", () => Devices(device => device.Held.Sum(line => (long)line.Leases)), "{lease}", "Uses of what is held, by device.");
        meter.CreateObservableGauge("myspinbot.disk.free", Disks, "By", "Bytes that are free where a folder is.");
        meter.CreateObservableGauge("myspinbot.build.info", () => new Measurement<int>(1, new("version", BuildFacts.Version), new("runtime", $".NET {Environment.Version}")), null, "What this build is, as labels; always 1.");
        meter.CreateObservableCounter("process.cpu", () => Of(Process.GetCurrentProcess, process => process.TotalProcessorTime.TotalSeconds), "s", "Processor time of the server.");
        meter.CreateObservableGauge("process.resident.memory", () => Of(Process.GetCurrentProcess, process => process.WorkingSet64), "By", "Memory of the server.");
        meter.CreateObservableGauge("process.start_time", () => Of(Process.GetCurrentProcess, StartOf), "s", "When the server was started, in seconds since 1970.");
        meter.CreateObservableGauge("process.open_fds", OpenFiles, null, "Files that the server has open.");
        meter.CreateObservableCounter("myspinbot.worker.cpu", () => Of(Worker, process => process.TotalProcessorTime.TotalSeconds), "s", "Processor time of the worker that is there now.");
        meter.CreateObservableGauge("myspinbot.worker.resident.memory", () => Of(Worker, process => process.WorkingSet64), "By", "Memory of the worker.");
    }

    private IEnumerable<Measurement<int>> Jobs()
    {
        var (waiting, running) = sources.Desk.Counts;
        return [Labelled(waiting, "state", "queued"), Labelled(running, "state", "running")];
    }

    private IEnumerable<Measurement<long>> Devices(Func<DeviceLedger, long> measure)
    {
        foreach (var device in sources.Watch.Ledger)
        {
            yield return Labelled(measure(device), "device", device.Device);
        }
    }

    private IEnumerable<Measurement<long>> Disks()
    {
        foreach (var (name, folder) in new[] { ("data", options.DataFolder), ("output", options.OutputFolder), ("temp", options.TempFolder) })
        {
            if (FreeAt(folder) is { } free)
            {
                yield return Labelled(free, "folder", name);
            }
        }
    }

    private Process? Worker() => sources.Watch.State.ProcessId is { } id ? Process.GetProcessById(id) : null;

    private static long? FreeAt(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    // No measurement of a process that is gone.
    private static IEnumerable<Measurement<double>> Of(Func<Process?> find, Func<Process, double> measure)
    {
        try
        {
            using var process = find();
            return process is null ? [] : [new Measurement<double>(measure(process))];
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception or IOException)
        {
            return [];
        }
    }

    private static double StartOf(Process process) => new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0;

    private static IEnumerable<Measurement<int>> OpenFiles()
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd");
        return Directory.Exists(folder) ? [new Measurement<int>(Directory.GetFileSystemEntries(folder).Length)] : [];
    }

    private static Measurement<T> Labelled<T>(T value, string label, string name)
        where T : struct
        => new(value, new KeyValuePair<string, object?>(label, name));
}
