using MySpinBot.ComfyBehaviour;

namespace MySpinBot.EndToEnd.Serving.Comfy;

public sealed class ComfyUIs_behaviour_of_the_server(DefaultServer place) : Behaviour(place), IClassFixture<DefaultServer>;

public sealed class ComfyUIs_behaviour_of_the_server_with_cache_classic(ClassicServer place) : Behaviour(place), IClassFixture<ClassicServer>;

public sealed class ComfyUIs_behaviour_of_the_server_with_cache_lru(LruServer place) : Behaviour(place), IClassFixture<LruServer>;

public sealed class ComfyUIs_behaviour_of_the_server_with_cache_lru_of_none(ForgetfulLruServer place) : Behaviour(place), IClassFixture<ForgetfulLruServer>;

public sealed class ComfyUIs_behaviour_of_the_server_with_cache_none(NoneServer place) : Behaviour(place), IClassFixture<NoneServer>;
