using MySpinBot.Language;
using MySpinBot.Nodes.Llm;
using MySpinBot.Nodes.Tests.Conforming;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Llm;

public sealed class Models_are_loaded_as_was_said
{
    [Fact]
    public async Task By_the_settings_of_the_plugin_and_by_the_node_before_them()
    {
        const string settings = """{"every": {"sequences": 3, "device": "cpu"}, "models": {"tiny": {"context": 1000, "cache": "f32"}}}""";
        await using var nodes = Runner(settings);

        (await OptionsAsync(nodes, new { modelName = "tiny.gguf" })).ShouldBe(new LlamaOptions { Context = 1000, Sequences = 3, Device = "cpu", Cache = CacheType.F32 });
        (await OptionsAsync(nodes, new { modelName = "tiny.gguf", context = 700, sequences = 1, device = "cuda:1", deviceLayers = 5, cache = "f16", ropeScaling = "yarn", ropeBase = 5e5, ropeScale = 0.5, threads = 2 }))
            .ShouldBe(new LlamaOptions { Context = 700, Sequences = 1, Device = "cuda:1", DeviceLayers = 5, RopeScaling = RopeScaling.Yarn, RopeBase = 5e5, RopeScale = 0.5, Threads = 2 });
    }

    [Fact]
    public async Task And_usually_where_nobody_says_anything()
    {
        await using var nodes = Runner("{}");

        (await OptionsAsync(nodes, new { modelName = "tiny.gguf" })).ShouldBe(new LlamaOptions());
    }

    [Theory]
    [InlineData("""{"models": 3}""", "'models' is no object")]
    [InlineData("""{"every": {"contex": 3}}""", "there is no 'every/contex'")]
    [InlineData("""{"models": {"tiny": {"context": -1}}}""", "'models/tiny/context' takes a whole number from 0 to")]
    [InlineData("""{"every": {"device": "tpu"}}""", "'every/device' takes auto, cpu, cuda:0 or vulkan:0")]
    [InlineData("""{"every": {"cache": "f8"}}""", "'every/cache' takes f16, f32, q8")]
    [InlineData("""{"every": {"rope_base": "x"}}""", "'every/rope_base' takes a number from 0 up")]
    public async Task Settings_that_are_none_are_told(string settings, string told)
    {
        await using var nodes = Runner(settings);

        (await Should.ThrowAsync<NodeFailure>(() => nodes.RunAsync("LlmLoader", new { modelName = "tiny.gguf" }))).Message.ShouldContain(told);
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_told_where_it_is_chosen()
    {
        await using var nodes = Runner("{}");
        var path = Path.Combine(nodes.Folder, "story.gguf");
        await File.WriteAllTextAsync(path, "Once upon a time.", TestContext.Current.CancellationToken);

        var failure = await Should.ThrowAsync<NodeFailure>(() => nodes.RunAsync("LlmLoader", new { modelName = path }));
        failure.Input.ShouldBe("model_name");
        failure.Message.ShouldContain("story.gguf");
    }

    [Fact]
    public async Task With_adapters_one_after_the_other()
    {
        await using var nodes = Runner("{}");
        var once = (await nodes.RunAsync("LlmAdapter", new { model = TinyLanguage.Model, adapterName = "tiny.gguf", strength = 0.5 })).Output<LanguageModel>();
        var twice = (await nodes.RunAsync("LlmAdapter", new { model = once, adapterName = "tiny.gguf" })).Output<LanguageModel>();

        ((LocalSource)twice.Sources[0]).Options.Adapters.Select(adapter => adapter.Scale).ShouldBe([0.5, 1]);
        (await Should.ThrowAsync<NodeFailure>(() => nodes.RunAsync("LlmAdapter", new { model = new LanguageModel([new RemoteSource("there", "x")]), adapterName = "tiny.gguf" }))).Message.ShouldContain("another server's");
    }

    [Fact]
    public async Task Of_servers_that_the_configuration_names()
    {
        await using var nodes = NodeRunner.For(typeof(LlmRemoteNode).Assembly, new NodeRunnerOptions { Targets = [new OutboundTarget("there", "openai", new Uri("http://127.0.0.1:9"))] });

        var model = (await nodes.RunAsync("LlmRemote", new { target = "there", modelName = "small" })).Output<LanguageModel>();
        model.ShouldBe(new LanguageModel([new RemoteSource("there", "small")]));
        (await Should.ThrowAsync<NodeFailure>(() => nodes.RunAsync("LlmRemote", new { target = "their", modelName = "small" }))).Message.ShouldBe("There is no server 'their'; the host's configuration names there.");

        var both = (await nodes.RunAsync("LlmFallback", new { model, otherwise = TinyLanguage.Model })).Output<LanguageModel>();
        both.Sources.ShouldBe([new RemoteSource("there", "small"), TinyLanguage.Model.Sources[0]]);
    }

    private static NodeRunner Runner(string settings)
        => NodeRunner.For(typeof(LlmLoaderNode).Assembly, new NodeRunnerOptions { Settings = System.Text.Json.JsonElement.Parse(settings), ModelFolders = TinyLanguage.Folders });

    private static async Task<LlamaOptions> OptionsAsync(NodeRunner nodes, object inputs)
        => ((LocalSource)(await nodes.RunAsync("LlmLoader", inputs)).Output<LanguageModel>().Sources.ShouldHaveSingleItem()).Options;
}
