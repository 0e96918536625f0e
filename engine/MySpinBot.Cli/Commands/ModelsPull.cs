using System.CommandLine;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Server;
using MySpinBot.Server.Weights;
using MySpinBot.Server.Weights.Pulling;

namespace MySpinBot.Cli.Commands;

/// <summary><c>models pull</c>: downloads models by their name, or a file by its address.</summary>
internal static class ModelsPull
{
    public static Command Make(Surroundings surroundings)
    {
        var names = new Argument<string[]>("NAME") { Description = "Models of the manifest ('models list --available'), or an address as hf:ORGANISATION/REPOSITORY/FILE.", Arity = ArgumentArity.ZeroOrMore };
        var url = new Option<string?>("--url") { Description = "The address of a file that no manifest has; with --kind.", HelpName = "URL" };
        var kind = new Option<string?>("--kind") { Description = "The kind of model that it is.", HelpName = "KIND" };
        var file = new Option<string?>("--file") { Description = "What it is to be called; by its address where nothing is said.", HelpName = "NAME" };
        var sha256 = new Option<string?>("--sha256") { Description = "The SHA-256 that it must have.", HelpName = "HEX" };
        var accept = new Option<bool>("--accept-licence", "--accept-license") { Description = "Accept the licences; that is remembered." };
        var update = new Option<bool>("--update") { Description = "Replace a file of that name, whatever it was." };
        var anybody = new Option<bool>("--allow-private") { Description = "Also ask hosts of private networks and of this machine." };
        var command = new Command("pull", "Downloads models. What was broken off goes on where it ended; what came is checked, and never run.") { names, url, kind, file, sha256, accept, update, anybody, EngineFlags.Json };
        var flags = new ModelsFlags().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var wish = new PullWish
            {
                Kind = parsed.GetValue(kind), File = parsed.GetValue(file), Sha256 = parsed.GetValue(sha256), AcceptsLicence = parsed.GetValue(accept), Updates = parsed.GetValue(update),
                By = Environment.UserName,
            };
            List<PullWish> wishes = [.. (parsed.GetValue(names) ?? []).Select(name => IsAddress(name) ? wish with { Url = name } : wish with { Name = name })];
            if (parsed.GetValue(url) is { } address)
            {
                wishes.Add(wish with { Url = address });
            }

            var asJson = parsed.GetValue(EngineFlags.Json);
            if (wishes.Count == 0)
            {
                new Complaints(surroundings, asJson).Say("refused", "Name a model ('myspinbot models list --available' has their names), or give --url and --kind.");
                return ExitCode.Wrong;
            }

            var store = flags.Open(parsed, surroundings, parsed.GetValue(anybody));
            var worst = ExitCode.Done;
            foreach (var each in wishes)
            {
                worst = Math.Max(worst, await PullAsync(store, each, surroundings, asJson, cancellation));
            }

            return worst;
        });
        return command;
    }

    private static bool IsAddress(string name) => name.StartsWith("hf:", StringComparison.OrdinalIgnoreCase) || name.Contains("://", StringComparison.Ordinal);

    private static async Task<int> PullAsync(WeightStore store, PullWish wish, Surroundings surroundings, bool asJson, CancellationToken cancellation)
    {
        var complaints = new Complaints(surroundings, asJson);
        PullPlan plan;
        try
        {
            plan = store.Plan(Accepted(store, wish, surroundings, asJson));
        }
        catch (ServerRefusal refusal)
        {
            complaints.Say("refused", refusal.Message);
            return ExitCode.Wrong;
        }

        try
        {
            var screen = new PullScreen(surroundings, asJson, $"{plan.Kind}/{plan.File}");
            screen.Say(plan.Entry is { } entry ? $"{entry.Name}: {entry.Description} Licence: {ModelsCommand.Licence(entry)}." : $"{plan.Urls[0]}: in no manifest; look at its page for its licence.");
            var pulled = await screen.ShowAsync(tell => store.PullAsync(plan, tell, cancellation));
            screen.End(pulled);
            return ExitCode.Done;
        }
        catch (ServerRefusal refusal)
        {
            complaints.Say("failed", refusal.Message);
            return ExitCode.StepFailed;
        }
    }

    private static PullWish Accepted(WeightStore store, PullWish wish, Surroundings surroundings, bool asJson)
    {
        if (wish.AcceptsLicence || asJson || !surroundings.IsTerminal || wish.Name is null || store.Manifest.Find(wish.Name) is not { } entry || store.IsAccepted(entry))
        {
            return wish;
        }

        surroundings.Output.Write(PlainText.Of($"{entry.Name}: {entry.Description}{Environment.NewLine}It comes under {ModelsCommand.Licence(entry)}. Do you accept that? [y/N] "));
        surroundings.Output.Flush();
        using var input = new StreamReader(surroundings.Input());
        return wish with { AcceptsLicence = input.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES" };
    }
}
