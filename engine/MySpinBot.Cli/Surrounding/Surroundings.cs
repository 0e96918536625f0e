namespace MySpinBot.Cli.Surrounding;

/// <summary>What the process stands in: its streams, variables and clock. Commands touch nothing else, so a test can give them another.</summary>
internal sealed record Surroundings
{
    public required Func<Stream> Input { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person looks at <see cref="Output"/> as it is written.</summary>
    public required bool IsTerminal { get; init; }

    public required Func<string, string?> Variable { get; init; }

    /// <summary>Names of all variables.</summary>
    public Func<IEnumerable<string>> VariableNames { get; init; } = () => [];

    /// <summary>Takes a variable away, so that no program that is started has it.</summary>
    public Action<string> Forget { get; init; } = _ => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static Surroundings OfProcess() => new()
    {
        Input = Console.OpenStandardInput,
        Output = Console.Out,
        Error = Console.Error,
        IsTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
        Variable = Environment.GetEnvironmentVariable,
        VariableNames = () => Environment.GetEnvironmentVariables().Keys.Cast<string>(),
        Forget = static name => Environment.SetEnvironmentVariable(name, null),
    };
}
