using System.CommandLine;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Server;
using MySpinBot.Server.Files;
using MySpinBot.Server.Outbound;
using MySpinBot.Server.Weights;

namespace MySpinBot.Cli.Commands;

/// <summary>Where models are and what is known of them: the same folders as those of <c>serve</c>.</summary>
internal sealed class ModelsFlags
{
    private readonly SettingFlags _flags = new([Settings.Data, Settings.ModelFolder, Settings.ModelPathsFile, Settings.ModelManifests]);

    public ModelsFlags AddTo(Command command)
    {
        _flags.AddTo(command);
        return this;
    }

    /// <summary>The models.</summary>
    public WeightStore Open(ParseResult parsed, Surroundings surroundings, bool mayCallAnybody = false)
    {
        var configuration = _flags.Read(parsed, surroundings);
        void Report(string sentence) => surroundings.Error.WriteLine(PlainText.Of(sentence));

        return new WeightStore(new WeightOptions
        {
            Folders = ModelPaths.Read(configuration.Get(Settings.ModelPathsFile), configuration.ModelFolder, Report),
            DataFolder = configuration.DataFolder,
            Manifests = configuration.Get(Settings.ModelManifests) ?? [],
            Outbound = mayCallAnybody ? OutboundRules.Any : OutboundRules.Strict,
            Secret = name => surroundings.Variable($"MYSPINBOT_SECRET_{name.ToUpperInvariant()}") is { Length: > 0 } secret ? secret : surroundings.Variable(name) is { Length: > 0 } plain ? plain : null,
            Time = surroundings.Time,
            Report = Report,
        });
    }

    /// <summary>Does something, and says why where it is refused.</summary>
    public static int Try(Surroundings surroundings, ParseResult parsed, Func<int> act)
    {
        try
        {
            return act();
        }
        catch (ServerRefusal refusal)
        {
            new Complaints(surroundings, parsed.GetValue(EngineFlags.Json)).Say("refused", refusal.Message);
            return ExitCode.Wrong;
        }
    }
}
