namespace MySpinBot.Server.Workers;

/// <summary>How long is waited before the next worker is started: not at all after one that did anything or lived for a while, then longer and longer.
/// A worker that ends jobs before it dies costs nobody a wait, however often that is: the calls that it died in pay for it.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoodLife = TimeSpan.FromMinutes(1);

    private int _accidents;

    /// <summary>The wait after an accident.</summary>
    /// <param name="wasOfUse">Whether the worker had told anything of a job.</param>
    /// <param name="lived">How long it had lived.</param>
    public TimeSpan After(bool wasOfUse, TimeSpan lived)
    {
        _accidents = wasOfUse || lived >= GoodLife ? 1 : Math.Min(_accidents + 1, 16);
        var wait = _accidents == 1 ? TimeSpan.Zero : Least * (1 << (_accidents - 2));
        return wait < Most ? wait : Most;
    }
}
