namespace MySpinBot.Cli.Surrounding;

/// <summary>How the process ends. Scripts rest on these; they do not change.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int StepFailed = 1;
    public const int Wrong = 2;
    public const int Interrupted = 130;
}
