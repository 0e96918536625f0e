using System.CommandLine;
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
    private readonly Option<string?> _paths = new("--extra-model-paths-config") { Description = "A file extra_model_paths.yaml: folders with models beside the usual one (MYSPINBOT_MODELS; DATA/models).", HelpName = "FILE" };
    private readonly Option<string[]> _manifests = new("--model-manifest") { Description = "A file that says where more models can be had.", HelpName = "FILE" };

    public ModelsFlags AddTo(Command command)
    {
        command.Add(ServeFlags.Data);
        command.Add(_paths);
        command.Add(_manifests);
        return this;
    }

    /// <summary>The models.</summary>
    public WeightStore Open(ParseResult parsed, Surroundings surroundings, bool mayCallAnybody = false)
    {
        var data = ServeFlags.DataFolder(parsed, surroundings);
        var models = Path.GetFullPath(new Places(surroundings.Variable).Models(data));
        void Report(string sentence) => surroundings.Error.WriteLine(PlainText.Of(sentence));

        return new WeightStore(new WeightOptions
        {
            Folders = ModelPaths.Read(parsed.GetValue(_paths), models, Report),
            DataFolder = data,
            Manifests = parsed.GetValue(_manifests) ?? [],
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
