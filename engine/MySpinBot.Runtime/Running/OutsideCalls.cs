using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>How a run's plugins are asked for something outside of calls, such as a fingerprint: not beside an exclusive call, noted in the book, and alone where that is suspected of having ended its process.</summary>
internal sealed class OutsideCalls(Lanes lanes, CallBook? book, Guid? job, StepTerms terms)
{
    /// <summary>Stands in the book where calls have their number.</summary>
    public const int NoCall = -1;

    /// <summary>Does something of a node's.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="act">Does it.</param>
    /// <param name="cancellation">Ends the wait for room.</param>
    /// <exception cref="NodeFailure">It ended its process too often to be done again.</exception>
    public async ValueTask<T> Do<T>(string nodeId, Func<T> act, CancellationToken cancellation)
    {
        var strikes = terms.StrikesOf(nodeId, NoCall);
        if (strikes >= RunOptions.MostStrikes)
        {
            throw new NodeFailure(StepTerms.StruckOut("It"));
        }

        using var room = await lanes.VisitAsync(strikes > 0 ? Lane.Exclusive : null, cancellation);
        using var mark = job is { } noted && book is not null ? book.Enter(noted, nodeId, NoCall) : default;
        return act();
    }
}
