using System.CommandLine;
using System.Diagnostics;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Commands;

/// <summary><c>bench [NAME]</c>: hands over to the benchmarks' own executable.</summary>
internal static class BenchCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var name = new Argument<string?>("NAME") { Description = "A benchmark; without one all are run.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("bench", "Measures the engine, and prints a table.") { name };
        command.SetAction(async (parsed, cancellation) =>
        {
            var executable = Path.Combine(new Places(surroundings.Variable).Home, "tests", "MySpinBot.Benchmarks", "bin", "Release", "net10.0", "MySpinBot.Benchmarks");
            if (!File.Exists(executable))
            {
                surroundings.Error.WriteLine($"The benchmarks are not built: there is no {executable}. Start them with ./myspinbot bench in the repository.");
                return ExitCode.Wrong;
            }

            using var process = Process.Start(new ProcessStartInfo(executable, parsed.GetValue(name) is { } one ? [one] : []))!;
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? ExitCode.Done : ExitCode.StepFailed;
        });
        return command;
    }
}
