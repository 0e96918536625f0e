using System.CommandLine;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Server.Security;

namespace MySpinBot.Cli.Commands;

/// <summary><c>keys add|list|remove</c>: who may use a server from elsewhere.</summary>
internal static class KeysCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var owner = new Argument<string>("NAME") { Description = "Whose key it is: jobs are his." };
        var add = new Command("add", "Makes a key and shows it, once: only its hash is kept. A running server knows it within a second.") { owner, ServeFlags.Data };
        var list = new Command("list", "Lists who has keys.") { ServeFlags.Data };
        var remove = new Command("remove", "Takes all keys of somebody away.") { owner, ServeFlags.Data };
        add.SetAction(parsed => Add(surroundings, FileOf(parsed, surroundings), parsed.GetRequiredValue(owner)));
        list.SetAction(parsed => List(surroundings, FileOf(parsed, surroundings)));
        remove.SetAction(parsed => Remove(surroundings, FileOf(parsed, surroundings), parsed.GetRequiredValue(owner)));
        return new Command("keys", "Looks after the keys of those who use a server from elsewhere.") { add, list, remove };
    }

    private static string FileOf(ParseResult parsed, Surroundings surroundings) => ServeFlags.KeysFile(ServeFlags.DataFolder(parsed, surroundings));

    private static int Add(Surroundings surroundings, string file, string owner)
    {
        if (ApiKeys.RefusalOf(owner) is { } refusal)
        {
            return Refuse(surroundings, refusal);
        }

        var key = ApiKeys.NewKey();
        Write(file, [.. Lines(file), $"{owner} {ApiKeys.Hash(key)}"]);
        surroundings.Output.WriteLine(key);
        surroundings.Error.WriteLine($"This is {owner}'s key. It is not kept and cannot be shown again; send it as 'Authorization: Bearer KEY'.");
        return ExitCode.Done;
    }

    private static int List(Surroundings surroundings, string file)
    {
        foreach (var owner in Keys(file).Owners)
        {
            surroundings.Output.WriteLine(owner);
        }

        return ExitCode.Done;
    }

    private static int Remove(Surroundings surroundings, string file, string owner)
    {
        if (!Keys(file).Owners.Contains(owner))
        {
            return Refuse(surroundings, $"Nobody called '{owner}' has a key; 'myspinbot keys list' says who has.");
        }

        Write(file, [.. Lines(file).Where(line => !line.StartsWith($"{owner} ", StringComparison.Ordinal))]);
        surroundings.Error.WriteLine($"The keys of {owner} count no more.");
        return ExitCode.Done;
    }

    private static int Refuse(Surroundings surroundings, string sentence)
    {
        new Complaints(surroundings, asJson: false).Say("refused", sentence);
        return ExitCode.Wrong;
    }

    private static string[] Lines(string file) => File.Exists(file) ? File.ReadAllLines(file) : ["# Who may use the server from elsewhere: a name and the SHA-256 of a key. 'myspinbot keys' writes this."];

    private static ApiKeys Keys(string file) => ApiKeys.Read(string.Join('\n', Lines(file)));

    /// <summary>Whole or not at all, and for nobody else's eyes.</summary>
    private static void Write(string file, IReadOnlyCollection<string> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var fresh = file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(fresh, options))
        using (var writer = new StreamWriter(stream))
        {
            foreach (var line in lines)
            {
                writer.WriteLine(line);
            }
        }

        File.Move(fresh, file, overwrite: true);
    }
}
