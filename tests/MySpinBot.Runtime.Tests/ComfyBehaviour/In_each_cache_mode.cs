using MySpinBot.ComfyBehaviour;

namespace MySpinBot.Runtime.Tests.ComfyBehaviour;

public sealed class StorePlace() : EnginePlace(CacheMode.Store);

public sealed class ClassicPlace() : EnginePlace(CacheMode.Classic);

public sealed class LruPlace() : EnginePlace(CacheMode.Lru(100));

public sealed class NonePlace() : EnginePlace(CacheMode.None);

public sealed class ComfyUIs_behaviour_with_results_on_disk(StorePlace place) : Behaviour(place), IClassFixture<StorePlace>;

public sealed class ComfyUIs_behaviour_with_cache_classic(ClassicPlace place) : Behaviour(place), IClassFixture<ClassicPlace>;

public sealed class ComfyUIs_behaviour_with_cache_lru(LruPlace place) : Behaviour(place), IClassFixture<LruPlace>;

public sealed class ComfyUIs_behaviour_with_cache_none(NonePlace place) : Behaviour(place), IClassFixture<NonePlace>;
