using System.CommandLine;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Server.Rest.Weights;
using MySpinBot.Server;
using MySpinBot.Server.Weights;

namespace MySpinBot.Cli.Commands;

/// <summary><c>models verify</c>: reads models to their end and compares them with what they should be.</summary>
internal static class ModelsVerify
{
    public static Command Make(Surroundings surroundings)
    {
        var names = new Argument<string[]>("MODEL") { Description = "KIND/NAME, or the name alone; all where none is given.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("verify", "Reads models to their end and compares them with their publisher's digest, or with what they were when they were pulled.") { names, EngineFlags.Json };
        var flags = new ModelsFlags().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var asJson = parsed.GetValue(EngineFlags.Json);
            var store = flags.Open(parsed, surroundings);
            try
            {
                var files = parsed.GetValue(names) is { Length: > 0 } given ? [.. given.Select(name => ModelsCommand.Find(store, name))] : store.List();
                var allGood = true;
                foreach (var file in files)
                {
                    var verdict = await store.VerifyAsync(file, _ => { }, cancellation);
                    allGood &= verdict.IsGood;
                    surroundings.Output.WriteLine(asJson
                        ? ModelsCommand.Json(writer => WeightJson.WriteVerdict(writer, verdict))
                        : PlainText.Of($"{verdict.Outcome,-9} {verdict.Kind}/{verdict.Name}: {verdict.Sentence} ({verdict.Sha256})"));
                }

                return allGood ? ExitCode.Done : ExitCode.StepFailed;
            }
            catch (ServerRefusal refusal)
            {
                new Complaints(surroundings, asJson).Say("refused", refusal.Message);
                return ExitCode.Wrong;
            }
        });
        return command;
    }
}
