using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Running;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Devices;

/// <summary>Looks around for what the machine has. Drivers are loaded where they are there, and only then; one that does not answer is left behind and named.</summary>
public sealed class DeviceLook
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<IAcceleratorReader> _nvidia;
    private readonly IAcceleratorReader _cards;
    private readonly Func<HostFacts> _host;
    private readonly HardwareEncoders _encoders;
    private readonly TimeProvider _time;

    internal DeviceLook(IReadOnlyList<IAcceleratorReader> nvidia, IAcceleratorReader cards, HardwareEncoders encoders, Func<HostFacts> host, TimeProvider time)
        => (_nvidia, _cards, _encoders, _host, _time) = (nvidia, cards, encoders, host, time);

    /// <summary>A look around this machine.</summary>
    /// <param name="memoryBudget">Bytes of host memory, where somebody said.</param>
    /// <param name="time">The clock.</param>
    public static DeviceLook Around(long? memoryBudget, TimeProvider time)
    {
        return new DeviceLook(
            [new NvmlReader(), new CudaReader(), new NvidiaSmiReader(Executable("nvidia-smi"), time)],
            new DrmReader("/sys/class/drm"),
            new HardwareEncoders(Executable("ffmpeg"), time),
            () => HostReading.Now(memoryBudget),
            time);
    }

    /// <summary>Looks.</summary>
    public async Task<DeviceSurvey> LookAsync(CancellationToken cancellation)
    {
        var notes = new List<string>();
        IReadOnlyList<AcceleratorFacts> nvidia = [];
        foreach (var reader in _nvidia)
        {
            if (await AskAsync(reader, notes.Add, _time, cancellation) is { Count: > 0 } found)
            {
                nvidia = found;
                break;
            }
        }

        var cards = await AskAsync(_cards, notes.Add, _time, cancellation) ?? [];
        var others = cards.Where(card => card.Vendor != "nvidia" || nvidia.Count == 0).ToList();
        if (nvidia.Count == 0 && others.Exists(card => card.Vendor == "nvidia"))
        {
            notes.Add("There is an NVIDIA card, but no driver that computes with it answers: install NVIDIA's driver; in a container, start it with the NVIDIA container toolkit (--gpus all).");
        }

        IReadOnlyList<AcceleratorFacts> all = [.. nvidia, .. others];
        return new DeviceSurvey(_host(), all, Providers.Of(all), await _encoders.TryAsync(nvidia.Count > 0, cancellation), notes);
    }

    // A driver's call cannot be cancelled; whoever waits for it can be.
    internal static async Task<IReadOnlyList<AcceleratorFacts>?> AskAsync(IAcceleratorReader reader, Action<string> note, TimeProvider time, CancellationToken cancellation)
    {
        var said = new List<string>();
        try
        {
            var found = await Task.Run(() => reader.ReadAsync(said.Add, cancellation), cancellation).WaitAsync(Patience, time, cancellation);
            said.ForEach(note);
            return found;
        }
        catch (TimeoutException)
        {
            note($"{reader.Name} did not answer within {Patience.TotalSeconds:0} seconds; what it knows is missing here.");
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or BadImageFormatException or EntryPointNotFoundException)
        {
            note($"{reader.Name} could not be asked: {fault.Message}");
            return null;
        }
    }

    /// <summary>Where a program is; null where it is not installed.</summary>
    internal static string? Executable(string name)
    {
        try
        {
            return new HostTools(Environment.GetEnvironmentVariable("PATH")).Executable(name);
        }
        catch (NodeFailure)
        {
            return null;
        }
    }
}
