using System.CommandLine;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Runtime;
using MySpinBot.Runtime.Working;

namespace MySpinBot.Cli.Commands;

/// <summary><c>worker</c>: what <c>serve</c> starts to run jobs in. It speaks frames, so people have no use for it.</summary>
internal static class WorkerCommand
{
    private const double MostGrace = 86_400;

    public static Command Make(Surroundings surroundings)
    {
        var data = new Option<string>("--data") { Description = "The server's data folder.", HelpName = "DIR", Required = true };
        var grace = new Option<double>("--grace") { Description = "How long a step that was told to stop may go on.", HelpName = "SECONDS", DefaultValueFactory = _ => 10 };
        var (modes, models) = (new CacheModeFlags(), new WorkerModels());
        grace.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= MostGrace))
            {
                result.AddError($"--grace takes seconds from 0 to {MostGrace}.");
            }
        });
        var command = new Command("worker", "Runs jobs for a server, which starts it.") { data, grace };
        command.Hidden = true;
        var flags = new EngineFlags().AddTo(command, runs: true);
        modes.AddTo(command);
        models.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = Path.GetFullPath(parsed.GetRequiredValue(data));
            var engine = models.Read(WorkerTargets.Read(flags.ReadForOthers(parsed, surroundings), surroundings) with { CacheMode = modes.Read(parsed) }, parsed, folder);
            var options = new WorkerOptions { Engine = engine, DataFolder = folder, Grace = TimeSpan.FromSeconds(parsed.GetValue(grace)) };
            await WorkerProcess.RunAsync(options, cancellation);
        });
        return command;
    }
}
