using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;

namespace MySpinBot.Runtime.Results;

/// <summary>Keeps nothing: with it runs have no keys, so nothing is put on record in the first place.</summary>
internal sealed class NoRetention : Retention
{
    public override IReadOnlyList<TraceKey> Enter(Plan plan, string place, string root) => [];

    public override void Use(TraceKey key)
    {
    }

    public override void Clear()
    {
    }
}
