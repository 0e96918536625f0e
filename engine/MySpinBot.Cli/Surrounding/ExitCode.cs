namespace MySpinBot.Cli.Surrounding;

/// <summary>How the process ends. Scripts rest on these; they do not change.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int StepFailed = 1;

    /// <summary>Of <c>diff</c>, as other programs of that name have it.</summary>
    public const int Different = 1;

    public const int Wrong = 2;
    public const int Interrupted = 130;
}
