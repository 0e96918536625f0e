using System.Globalization;
using MySpinBot.Runtime.Outputs;
using MySpinBot.Runtime.Results;

namespace MySpinBot.Runtime.Tests.Outputs;

/// <summary>A process that saves the outputs of a job, a call an output, and may be killed at any moment. What a call made is on record once it stands in <c>done</c>, as results are in a cache.</summary>
internal static class SavingChild
{
    public static string Journal(string folder) => Path.Join(folder, "names", "job");

    public static string Out(string folder) => Path.Join(folder, "out");

    /// <summary>The bytes that a call saves.</summary>
    public static string Text(int call, int attempt) => string.Create(CultureInfo.InvariantCulture, $"call {call}, attempt {attempt}: ") + new string((char)('a' + (call % 26)), 20_000 + (call * 37));

    /// <summary>The calls that are on record, and the attempt and the name of each.</summary>
    public static Dictionary<int, (int Attempt, string Name)> Done(string folder)
    {
        var done = new Dictionary<int, (int, string)>();
        foreach (var line in File.Exists(Path.Join(folder, "done")) ? File.ReadAllText(Path.Join(folder, "done")).Split('\n')[..^1] : [])
        {
            var parts = line.Split(' ');
            done[int.Parse(parts[0], CultureInfo.InvariantCulture)] = (int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
        }

        return done;
    }

    public static async Task Save(string folder, int attempt, int calls)
    {
        var cache = ResultCache.Open(null, 1 << 20, TimeProvider.System, Console.Error.WriteLine);
        using var journal = OutputJournal.Open(Journal(folder), Console.Error.WriteLine);
        var outputs = new OutputFolder(Out(folder), cache.Artifacts, cache.Digests, new OutputNumbers(), TimeProvider.System, journal);
        var done = Done(folder);
        Console.WriteLine("going");
        for (var call = 0; call < calls; call++)
        {
            if (!done.ContainsKey(call))
            {
                using var file = outputs.ForCall("n", call, _ => { }).Number(call % 3 == 0 ? "sub/shot" : "shot", ".txt");
                await File.WriteAllTextAsync(file.TemporaryPath, Text(call, attempt));
                await file.CompleteAsync("text/plain", default);
                await File.AppendAllTextAsync(Path.Join(folder, "done"), string.Create(CultureInfo.InvariantCulture, $"{call} {attempt} {file.Name}\n"));
            }
        }

        outputs.Close(isOver: true);
        await cache.DisposeAsync();
        Console.WriteLine("over");
    }
}
