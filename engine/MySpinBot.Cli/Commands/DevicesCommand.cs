using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Devices;

namespace MySpinBot.Cli.Commands;

/// <summary><c>devices</c>: what the machine has to work with.</summary>
internal static class DevicesCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var command = new Command("devices", "Says what the machine has: processors, memory, graphics processors, and what could run models and encode films on them.") { EngineFlags.Json };
        var flags = new SettingFlags([Settings.Memory]).AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var survey = await DeviceLook.Around(flags.Read(parsed, surroundings).HostMemory, surroundings.Time).LookAsync(cancellation);
            surroundings.Output.WriteLine(parsed.GetValue(EngineFlags.Json) ? JsonSerializer.Serialize(survey, MessageJson.Options) : PlainText.Of(string.Join(Environment.NewLine, Lines(survey))));
            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<string> Lines(DeviceSurvey survey)
    {
        var host = survey.Host;
        yield return string.Create(CultureInfo.InvariantCulture, $"cpu  {host.Processor}, {host.Cores} cores{(host.Instructions.Count > 0 ? $" ({string.Join(", ", host.Instructions)})" : "")}");
        yield return $"     memory {ByteSize.Write(host.MemoryBytes)}, {ByteSize.Write(host.AvailableBytes)} available; the engine allows itself {ByteSize.Write(host.BudgetBytes)}";
        foreach (var device in survey.Accelerators)
        {
            var facts = new[]
            {
                device.MemoryBytes is { } memory ? ByteSize.Write(memory) : null, device.FreeBytes is { } free ? $"{ByteSize.Write(free)} free" : null,
                device.Driver is { } driver ? $"driver {driver}" : null, device.Compute is { } compute ? $"compute {compute}" : null, device.Bus, $"found by {device.FoundBy}",
            };
            yield return $"{device.Device}  {device.Name}: {string.Join(", ", facts.OfType<string>())}";
        }

        if (survey.Accelerators.Count == 0)
        {
            yield return "No graphics processor was found.";
        }

        foreach (var provider in survey.Providers)
        {
            yield return $"{(provider.IsThere ? "yes" : "no "),-4} {provider.Name,-10} {provider.Sentence}";
        }

        foreach (var encoder in survey.Encoders)
        {
            yield return $"{(encoder.Works ? "yes" : "no "),-4} {encoder.Name,-10} {encoder.Sentence}";
        }

        foreach (var note in survey.Notes)
        {
            yield return note;
        }
    }
}
