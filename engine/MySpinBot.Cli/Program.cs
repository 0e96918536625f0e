using MySpinBot.Cli.Commands;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;

var surroundings = Surroundings.OfProcess();
using var interruption = new Interruption();
try
{
    return await CommandTree.InvokeAsync(args, surroundings, interruption.Token);
}
catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
{
    return ExitCode.Interrupted;
}
#pragma warning disable CA1031 // The one catch-all of the command line: whatever happens, people get a sentence and an exit code, not a stack trace.
catch (Exception exception)
#pragma warning restore CA1031
{
    new Complaints(surroundings, args.Contains(EngineFlags.Json.Name)).Say("accident", Accident.Tell(exception, surroundings));
    return ExitCode.StepFailed;
}
