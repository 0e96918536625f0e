namespace MySpinBot.Server.Workers;

/// <summary>How long is waited before the next worker is started: not at all after one that did anything, then longer and longer.
/// A worker that ends jobs before it dies costs nobody a wait, however often that is: the calls that it died in pay for it.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);
    private int _accidents;

    /// <summary>The wait after an accident.</summary>
    /// <param name="wasOfUse">Whether the worker had told anything of a job.</param>
    public TimeSpan After(bool wasOfUse)
    {
        _accidents = wasOfUse ? 1 : Math.Min(_accidents + 1, 16);
        var wait = _accidents == 1 ? TimeSpan.Zero : Least * (1 << (_accidents - 2));
        return wait < Most ? wait : Most;
    }
}
