using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;

namespace MySpinBot.Cli.Commands;

/// <summary><c>config show|check</c>: what is configured, and by whom.</summary>
internal static class ConfigCommand
{
    public static Command Make(Surroundings surroundings) => new("config", "Says what is configured.") { Show(surroundings), Check(surroundings) };

    private static Command Show(Surroundings surroundings)
    {
        var command = new Command("show", "Lists all settings: what each comes to, and where that comes from. Takes the options of 'serve'.") { EngineFlags.Json };
        var flags = new SettingFlags(Settings.All).AddTo(command);
        command.SetAction(parsed =>
        {
            var configuration = flags.Read(parsed, surroundings);
            if (parsed.GetValue(EngineFlags.Json))
            {
                Settings.All.Select(setting => Line(setting, configuration)).ToList().ForEach(surroundings.Output.WriteLine);
            }
            else
            {
                surroundings.Output.WriteLine(configuration.File is { } file ? $"# {Path.GetFullPath(file)}" : $"# no file; looked for: {string.Join(", ", configuration.Places.UsualConfigurationFiles)}");
                var widest = Settings.All.Max(setting => setting.Key.Length);
                foreach (var setting in Settings.All)
                {
                    surroundings.Output.WriteLine($"{setting.Key.PadRight(widest)}  {PlainText.OnOneLine(configuration.Shown(setting) ?? "-")}  ({SourceOf(setting, configuration)})");
                }
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Check(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE") { Description = "A file of settings." };
        var command = new Command("check", "Says all that is wrong with a file of settings.") { file, EngineFlags.Json };
        command.SetAction(parsed =>
        {
            var (path, asJson) = (parsed.GetRequiredValue(file), parsed.GetValue(EngineFlags.Json));
            var configuration = ConfigurationReading.Check(surroundings, path);
            if (configuration.Faults.Count > 0)
            {
                return new Complaints(surroundings, asJson).Say([.. configuration.Faults.Select(fault => new GraphProblem("configuration", null, null, fault))]);
            }

            var given = Settings.All.Count(setting => configuration.Find(setting) is not null);
            surroundings.Output.WriteLine(asJson ? new JsonObject { ["event"] = "checked", ["file"] = path, ["settings"] = given }.ToJsonString(MessageJson.Options) : $"{path} is right. Settings in it: {given}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static string Line(Setting setting, Configuration configuration) => new JsonObject
    {
        ["event"] = "setting",
        ["key"] = setting.Key,
        ["value"] = setting is { IsList: true, IsSecret: false } && configuration.Find(setting) is { } list ? JsonSerializer.SerializeToNode(list.Texts, MessageJson.Options) : configuration.Shown(setting),
        ["from"] = SourceOf(setting, configuration),
    }.ToJsonString(MessageJson.Options);

    private static string SourceOf(Setting setting, Configuration configuration) => configuration.Find(setting)?.From ?? "default";
}
