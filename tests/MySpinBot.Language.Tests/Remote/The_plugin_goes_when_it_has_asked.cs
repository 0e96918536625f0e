using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;
using static MySpinBot.Language.Tests.Remote.Answers_of_servers_like_OpenAIs;

namespace MySpinBot.Language.Tests.Remote;

/// <summary>The plugin brings libraries of its own to ask other servers with; none of them may hold it in memory.</summary>
public sealed class The_plugin_goes_when_it_has_asked
{
    [Fact]
    public async Task And_nothing_of_it_stays_in_memory()
    {
        using var folder = new TemporaryFolder();
        await using var openAi = new RecordedServer((request, _) => request.Path switch
        {
            "/v1/models" => Reply.Json("""{"data":[{"id":"tale","owned_by":"vllm"}]}"""),
            "/v1/embeddings" => Reply.Json("""{"data":[{"index":0,"embedding":[3,4]}],"usage":{"prompt_tokens":1}}"""),
            _ => Reply.Events(Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"clock","arguments":"{}"}}]}"""), End("tool_calls")),
        });
        await using var ollama = new RecordedServer(Reply.Lines("""{"message":{"role":"assistant","content":"here"},"done":false}""", """{"message":{"role":"assistant","content":""},"done":true}"""));
        await using var shelf = new ModelShelf(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = 1 << 20 }, TimeProvider.System);
        await using var plugins = await PluginSet.LoadAsync(await ListAsync(folder), new PluginHost
        {
            ShadowFolder = folder.Sub("shadow"),
            Models = shelf,
            Log = _ => new Talk(),
            Targets = new Talk(new OutboundTarget("big", "openai", openAi.Address) { Key = "sesame" }, new OutboundTarget("home", "ollama", ollama.Address)),
        }, TestContext.Current.CancellationToken);

        var context = await UseAsync(plugins);
        context.IsAlive.ShouldBeTrue();
        await plugins.UnloadAsync(plugins.Plugins[0].Name, TestContext.Current.CancellationToken);

        for (var i = 0; i < 100 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        context.IsAlive.ShouldBeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(PluginSet plugins)
    {
        plugins.Plugins.SelectMany(plugin => plugin.Problems).ShouldBeEmpty();
        using var text = plugins.Activate<ITextGenerator>(plugins.Capabilities<ITextGenerator>()[0])!;
        using var vectors = plugins.Activate<IEmbedder>(plugins.Capabilities<IEmbedder>()[0])!;
        var clock = new ToolDeclaration("clock", null, JsonSchema("""{"type":"object"}"""));
        (await LastAsync(text.Instance, Talk.Ask() with { Model = "big/tale", Tools = [clock], Repeatable = true })).End.ShouldBe(TextEnd.ToolCalls);
        (await LastAsync(text.Instance, Talk.Ask() with { Model = "home/tale" })).End.ShouldBe(TextEnd.Stop);
        (await vectors.Instance.EmbedAsync(new EmbeddingRequest("big/tale", ["one"]), TestContext.Current.CancellationToken)).Vectors.ShouldHaveSingleItem().ToArray().ShouldBe([0.6f, 0.8f]);
        return new WeakReference(AssemblyLoadContext.GetLoadContext(text.Instance.GetType().Assembly));
    }

    private static async Task<TextPiece> LastAsync(ITextGenerator generator, TextRequest request)
    {
        TextPiece? last = null;
        await foreach (var piece in generator.GenerateAsync(request, TestContext.Current.CancellationToken))
        {
            last = piece;
        }

        return last!;
    }

    // As it was built, with its libraries beside it.
    private static async Task<string> ListAsync(TemporaryFolder folder)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(root.FullName, "MySpinBot.sln")))
        {
            root = root.Parent!;
        }

        var (list, plugin) = (folder.Sub("plugins.json"), Path.Join(root.FullName, "nodes", "MySpinBot.Nodes.Llm", "bin", "Release", "net10.0", "MySpinBot.Nodes.Llm.dll"));
        await File.WriteAllTextAsync(list, $$"""{ "plugins": [{ "assembly": "{{plugin}}" }] }""");
        return list;
    }
}
