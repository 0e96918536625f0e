using System.CommandLine;
using System.Globalization;
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
        var flags = new ServeFlags().AddTo(command, surroundings);
        command.SetAction((parsed, cancellation) => ServeAsync(surroundings, flags, parsed, cancellation));
        return command;
    }

    private static async Task<int> ServeAsync(Surroundings surroundings, ServeFlags flags, ParseResult parsed, CancellationToken cancellation)
    {
        var log = new ServerLog(surroundings);
        try
        {
            var options = flags.Read(parsed, surroundings, log.Say);
            await using var host = await ServerHost.StartAsync(options, cancellation);
            surroundings.Output.WriteLine($"MySpinBot takes jobs at {host.Address.ToString().TrimEnd('/')} and keeps them in '{options.DataFolder}'. Ctrl-C ends it; jobs that run go on at the next start.");
            surroundings.Output.Flush();
            await Task.Delay(Timeout.InfiniteTimeSpan, surroundings.Time, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            surroundings.Output.WriteLine("Stopping.");
            return ExitCode.Done;
        }
        catch (Exception refusal) when (refusal is ServerRefusal or StorageFault)
        {
            new Complaints(surroundings, asJson: false).Say("refused", refusal.Message);
            return ExitCode.Wrong;
        }
    }

    /// <summary>What the server says, one line each, with the time.</summary>
    private sealed class ServerLog(Surroundings surroundings)
    {
        private readonly Lock _gate = new();

        public void Say(string sentence)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{surroundings.Time.GetLocalNow():HH:mm:ss} {PlainText.OnOneLine(sentence)}");
            lock (_gate)
            {
                surroundings.Error.WriteLine(line);
            }
        }
    }
}
