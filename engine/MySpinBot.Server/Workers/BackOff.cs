namespace MySpinBot.Server.Workers;

/// <summary>How long is waited before the next worker is started: not at all after the first accident, then longer and longer, and from the beginning again after one that lived for a while.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoodLife = TimeSpan.FromMinutes(1);

    private int _accidents;

    /// <summary>The wait after an accident.</summary>
    /// <param name="lived">How long the worker had lived.</param>
    public TimeSpan After(TimeSpan lived)
    {
        _accidents = lived >= GoodLife ? 1 : Math.Min(_accidents + 1, 16);
        var wait = _accidents == 1 ? TimeSpan.Zero : Least * (1 << (_accidents - 2));
        return wait < Most ? wait : Most;
    }
}
