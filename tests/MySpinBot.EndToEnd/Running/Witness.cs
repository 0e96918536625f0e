namespace MySpinBot.EndToEnd;

/// <summary>Stands in front of a program on the path, notes each time it is started, and hands over to it.</summary>
public sealed class Witness
{
    private readonly string _log;

    private Witness(string log) => _log = log;

    /// <summary>How often the program was started.</summary>
    public int Times => File.Exists(_log) ? File.ReadAllLines(_log).Length : 0;

    public static Witness Of(string program, Workplace place)
    {
        var real = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{program} is not installed.");
        var bin = Path.Combine(place.Folder, "bin");
        var log = Path.Combine(place.Folder, $"{program}.log");
        var script = place.Write($"bin/{program}", $"#!/bin/sh\necho started >> '{log}'\nexec '{real}' \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        place.Set("PATH", $"{bin}:{Environment.GetEnvironmentVariable("PATH")}");
        return new Witness(log);
    }
}
