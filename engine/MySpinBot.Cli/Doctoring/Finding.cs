namespace MySpinBot.Cli.Doctoring;

/// <summary>What was found out about something that the program needs.</summary>
/// <param name="Check">What was looked at, as a word for programs.</param>
/// <param name="Health">How it is.</param>
/// <param name="Sentence">What was found.</param>
/// <param name="Remedy">What to do about it; null for nothing.</param>
internal sealed record Finding(string Check, Health Health, string Sentence, string? Remedy = null)
{
    public static Finding Ok(string check, string sentence) => new(check, Health.Ok, sentence);

    public static Finding Warn(string check, string sentence, string remedy) => new(check, Health.Warn, sentence, remedy);

    public static Finding Fail(string check, string sentence, string remedy) => new(check, Health.Fail, sentence, remedy);
}

/// <summary>How something is.</summary>
internal enum Health
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Some things will not work, or not well.</summary>
    Warn,

    /// <summary>The program cannot work.</summary>
    Fail,
}

/// <summary>Looks at one thing, and says what it found.</summary>
internal delegate Task<IReadOnlyList<Finding>> Examination(CancellationToken cancellation);
