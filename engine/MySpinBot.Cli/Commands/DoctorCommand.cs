using System.CommandLine;
using System.Text.Json.Nodes;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Doctoring;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Messages;

namespace MySpinBot.Cli.Commands;

/// <summary><c>doctor</c>: says what is missing, and how to get it.</summary>
internal static class DoctorCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var command = new Command("doctor", "Says what is missing, and how to get it. Takes the options of 'serve'. Ends with 1 where the program cannot work as it is.") { EngineFlags.Json };
        var flags = new SettingFlags(Settings.All).AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var worst = Health.Ok;
            await foreach (var finding in Examine(flags, parsed, surroundings, cancellation))
            {
                worst = finding.Health > worst ? finding.Health : worst;
                surroundings.Output.WriteLine(parsed.GetValue(EngineFlags.Json) ? Json(finding) : Text(finding));
            }

            return worst == Health.Fail ? ExitCode.StepFailed : ExitCode.Done;
        });
        return command;
    }

    private static async IAsyncEnumerable<Finding> Examine(
        SettingFlags flags, ParseResult parsed, Surroundings surroundings, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (configuration, findings) = Configured(flags, parsed, surroundings);
        foreach (var finding in findings)
        {
            yield return finding;
        }

        var (machine, folders) = (new Machine(configuration, surroundings), new Folders(configuration));
        var (programs, installation) = (new Programs(surroundings.Variable("PATH"), surroundings.Time), new Installation(configuration, surroundings));
        Examination[] examinations =
        [
            _ => One(Machine.Runtime()),
            programs.FfmpegAsync,
            programs.EspeakAsync,
            _ => One(Installation.Pictures()),
            _ => One(Installation.Language()),
            programs.FontsAsync,
            installation.PluginsAsync,
            programs.GpuAsync,
            new TargetServers(configuration, surroundings.Time).AllAsync,
            _ => Task.FromResult(folders.Writable()),
            _ => One(folders.Database()),
            _ => One(folders.Keys()),
            async stop => [await machine.PortAsync(stop)],
            _ => One(machine.OpenFiles()),
            _ => One(Machine.SharedMemory()),
            _ => Task.FromResult(machine.ClockAndLanguage()),
            programs.NodeAsync,
        ];
        foreach (var examination in examinations)
        {
            foreach (var finding in await examination(cancellation))
            {
                yield return finding;
            }
        }
    }

    // With a configuration that is wrong, the rest is looked at as if there were none.
    private static (Configuration Configuration, IReadOnlyList<Finding> Findings) Configured(SettingFlags flags, ParseResult parsed, Surroundings surroundings)
    {
        const string check = "configuration";
        try
        {
            var configuration = flags.Read(parsed, surroundings);
            return (configuration, [Finding.Ok(check, configuration.File is { } file ? $"{Path.GetFullPath(file)} and the variables are right." : "There is no file of settings, and the variables are right.")]);
        }
        catch (ConfigurationRefusal refusal)
        {
            return (ConfigurationReading.OfFlags(surroundings, []), [.. refusal.Faults.Select(fault => Finding.Fail(check, fault, "mend it; docs/CONFIGURATION.md lists all settings, 'myspinbot config check FILE' looks at a file alone"))]);
        }
    }

    private static Task<IReadOnlyList<Finding>> One(Finding finding) => Task.FromResult<IReadOnlyList<Finding>>([finding]);

    private static string Text(Finding finding)
        => PlainText.Of($"{finding.Health.ToString().ToLowerInvariant(),-5} {finding.Check,-14} {finding.Sentence}{(finding.Remedy is { } remedy ? $"{Environment.NewLine}      {"",-14} to do: {remedy}" : "")}");

    private static string Json(Finding finding) => new JsonObject
    {
        ["event"] = "finding",
        ["check"] = finding.Check,
        ["health"] = finding.Health.ToString().ToLowerInvariant(),
        ["sentence"] = finding.Sentence,
        ["remedy"] = finding.Remedy,
    }.ToJsonString(MessageJson.Options);
}
