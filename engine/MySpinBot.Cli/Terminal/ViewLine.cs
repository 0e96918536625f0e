namespace MySpinBot.Cli.Terminal;

/// <summary>A line that stands once it was said.</summary>
internal readonly record struct ViewLine(LineKind Kind, string Text);

/// <summary>What a line tells; the screen gives each its colour.</summary>
internal enum LineKind
{
    Info,

    /// <summary>Of what a step writes.</summary>
    Text,
    Finished,
    Reused,
    Skipped,
    Saved,
    Warning,
    Failed,
}
