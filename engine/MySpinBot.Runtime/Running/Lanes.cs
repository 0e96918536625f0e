using MySpinBot.Core.Scheduling;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>The lanes of this machine, shared by all runs: a <see cref="LaneBook"/> behind a lock.</summary>
internal sealed class Lanes(int cores)
{
    private readonly Lock _gate = new();
    private readonly LaneBook _book = new(cores);

    /// <summary>Asks for room; where there is none, a later <see cref="Leave(LaneRequest, List{LaneTicket})"/> gives it.</summary>
    public bool TryEnter(LaneRequest request)
    {
        lock (_gate)
        {
            return _book.TryEnter(request);
        }
    }

    /// <summary>Gives room back.</summary>
    /// <param name="request">A request that was running.</param>
    /// <param name="next">Gets the requests, of whichever run, that may run now.</param>
    public void Leave(LaneRequest request, List<LaneTicket> next)
    {
        lock (_gate)
        {
            _book.Leave(request, next);
        }
    }

    /// <summary>Gives room back, and starts whoever may run now.</summary>
    public void Leave(LaneRequest request)
    {
        var next = new List<LaneTicket>();
        Leave(request, next);
        Admit(next);
    }

    /// <summary>Takes requests back that still wait for room.</summary>
    /// <param name="which">Which ones; asked while the lanes are locked.</param>
    /// <returns>They.</returns>
    public List<LaneTicket> Withdraw(Predicate<LaneTicket> which)
    {
        var (withdrawn, next) = (new List<LaneTicket>(), new List<LaneTicket>());
        lock (_gate)
        {
            _book.Withdraw(which, withdrawn, next);
        }

        Admit(next);
        return withdrawn;
    }

    /// <summary>Waits for room for what is no call. Disposing the visit gives the room back.</summary>
    /// <param name="lane">What it occupies: null only keeps it away from exclusive calls.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<Visit> VisitAsync(Lane? lane, CancellationToken cancellation)
    {
        var visit = new Visit(this, lane);
        if (TryEnter(visit))
        {
            return visit;
        }

        try
        {
            await visit.Admitted.WaitAsync(cancellation);
            return visit;
        }
        catch (OperationCanceledException)
        {
            if (Withdraw(ticket => ticket == visit).Count == 0)
            {
                visit.Dispose();
            }

            throw;
        }
    }

    private static void Admit(List<LaneTicket> tickets)
    {
        foreach (var ticket in tickets)
        {
            ((LaneRequest)ticket).Admit();
        }
    }
}
