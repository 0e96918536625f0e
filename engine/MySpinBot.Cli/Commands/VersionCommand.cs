using System.CommandLine;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Commands;

/// <summary><c>version</c>: which version this is, and what it runs on.</summary>
internal static class VersionCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var command = new Command("version", "Says which version this is.");
        command.SetAction(_ =>
        {
            surroundings.Output.WriteLine($"myspinbot {typeof(VersionCommand).Assembly.GetName().Version!.ToString(3)} on .NET {Environment.Version}");
            return ExitCode.Done;
        });
        return command;
    }
}
