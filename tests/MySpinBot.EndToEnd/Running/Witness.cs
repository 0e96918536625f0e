namespace MySpinBot.EndToEnd;

/// <summary>Stands in front of a program on the path, notes each time it is started, and hands over to it.</summary>
public sealed class Witness
{
    private readonly string _log;
    private readonly string _work;

    private Witness(string log, string work) => (_log, _work) = (log, work);

    /// <summary>How often the program was started for its work, not to be asked for its version or the like.</summary>
    public int Times => File.Exists(_log) ? File.ReadAllLines(_log).Count(line => line.Contains(_work, StringComparison.Ordinal)) : 0;

    /// <param name="program">The program.</param>
    /// <param name="work">The argument that it is given for its work.</param>
    /// <param name="place">Where it is looked for first.</param>
    public static Witness Of(string program, string work, Workplace place)
    {
        var real = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{program} is not installed.");
        var bin = Path.Combine(place.Folder, "bin");
        var log = Path.Combine(place.Folder, $"{program}.log");
        var script = place.Write($"bin/{program}", $"#!/bin/sh\necho \"started $*\" >> '{log}'\nexec '{real}' \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        place.Set("PATH", $"{bin}:{Environment.GetEnvironmentVariable("PATH")}");
        return new Witness(log, work);
    }
}
