using System.CommandLine;
using System.Globalization;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Logging;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Server;
using MySpinBot.Storage;

namespace MySpinBot.Cli.Commands;

/// <summary><c>serve</c>: takes jobs over HTTP until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var command = new Command("serve", "Takes jobs over HTTP: its own API, ComfyUI's, and live events. Jobs that were taken outlive every crash.");
        var flags = new ServeFlags().AddTo(command);
        command.SetAction((parsed, cancellation) => ServeAsync(surroundings, flags, parsed, cancellation));
        return command;
    }

    private static async Task<int> ServeAsync(Surroundings surroundings, ServeFlags flags, ParseResult parsed, CancellationToken cancellation)
    {
        var configuration = flags.Configuration(parsed, surroundings);
        var log = new LogWriter(surroundings, isJson: configuration.Get(Settings.LogFormat) == "json", configuration.Get(Settings.TargetKeys)?.Values ?? []);
        try
        {
            var options = ServeFlags.OptionsOf(configuration, surroundings) with { CommandLine = ["myspinbot", .. parsed.Tokens.Select(token => token.Value)], Report = log.Report, Log = log.Write };
            await using var host = await ServerHost.StartAsync(options, cancellation);
            Say(surroundings, $"MySpinBot takes jobs at {host.Address.ToString().TrimEnd('/')} and keeps them in '{options.DataFolder}'. Ctrl-C ends it; jobs that run go on at the next start.");
            await Task.Delay(Timeout.InfiniteTimeSpan, surroundings.Time, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await DrainAsync(surroundings, host, options);
            Say(surroundings, "Stopping.");
            return ExitCode.Done;
        }
        catch (Exception refusal) when (refusal is ServerRefusal or StorageFault)
        {
            new Complaints(surroundings, asJson: false).Say("refused", refusal.Message);
            return ExitCode.Wrong;
        }
    }

    // A second signal ends the process at once, wherever it is; nothing is lost by that.
    private static async Task DrainAsync(Surroundings surroundings, ServerHost host, ServerOptions options)
    {
        if (options.Drain > TimeSpan.Zero && host.RunningJobs is > 0 and var running)
        {
            Say(surroundings, string.Create(CultureInfo.InvariantCulture, $"Taking nothing new. Jobs that run: {running}; they may go on for {options.Drain.TotalSeconds:0.#} s. A second Ctrl-C ends at once."));
        }

        await host.DrainAsync(CancellationToken.None);
    }

    private static void Say(Surroundings surroundings, string sentence)
    {
        surroundings.Output.WriteLine(sentence);
        surroundings.Output.Flush();
    }
}
