using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;

namespace MySpinBot.Runtime.Results;

/// <summary>Decides which records stay. It is told what joins a run and what is used, and names what goes. It holds no lock: its owner does.</summary>
internal abstract class Retention
{
    /// <summary>Nodes joined a run.</summary>
    /// <param name="plan">They.</param>
    /// <param name="place">Id of the node that expanded to them; empty for the document.</param>
    /// <param name="root">Id of the document's node that they lie in; empty for the document.</param>
    /// <returns>Keys of the records that go.</returns>
    public abstract IReadOnlyList<TraceKey> Enter(Plan plan, string place, string root);

    /// <summary>A record was made or found.</summary>
    public abstract void Use(TraceKey key);

    /// <summary>Everything goes.</summary>
    public abstract void Clear();
}
