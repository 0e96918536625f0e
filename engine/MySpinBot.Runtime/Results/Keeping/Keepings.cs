using MySpinBot.Core.Scheduling;

namespace MySpinBot.Runtime.Results;

/// <summary>Which keeping a cache mode means.</summary>
internal static class Keepings
{
    public static IResultKeeping For(CacheMode mode, ResultCache cache) => mode.Kind switch
    {
        CacheModeKind.Classic => new MemoryKeeping(ReuseRules.ByRecipeOnly, new ClassicRetention()),
        CacheModeKind.Lru => new MemoryKeeping(ReuseRules.ByRecipeOnly, new LruRetention(mode.Results)),
        CacheModeKind.None => new MemoryKeeping(ReuseRules.Never, new NoRetention()),
        _ => new StoreKeeping(cache),
    };
}
