using System.CommandLine;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Runtime.Previewing;

namespace MySpinBot.Cli.Commands;

/// <summary><c>previewer</c>: what <c>serve</c> starts to look into files in. It speaks frames, so people have no use for it.</summary>
internal static class PreviewerCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var command = new Command("previewer", "Makes small pictures of files for a server, which starts it.");
        command.Hidden = true;
        command.SetAction((_, cancellation) => PreviewerProcess.RunAsync(surroundings.Time, cancellation));
        return command;
    }
}
