using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using MySpinBot.Inference;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Plugins;

public sealed class A_plugin_comes_and_goes_while_calls_run : IDisposable
{
    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task New_calls_get_the_new_code_and_running_ones_keep_the_old()
    {
        var path = _workshop.CompilePlugin("P", """Node("N", call => "old")""");
        await using var plugins = await _workshop.LoadPathsAsync(path);
        var changes = new List<string>();
        plugins.Changed += changes.Add;
        var before = plugins.Catalog.Find("N")!.ImplementationId;
        using var running = plugins.Activate("N")!;

        var status = await plugins.ReplaceAsync("P", _workshop.CompilePlugin("P", """Node("N", call => "new")"""), null, CancellationToken.None);

        status.State.ShouldBe(PluginState.Loaded);
        changes.ShouldBe(["P"]);
        (await plugins.CallAsync("N")).ShouldBe("new");
        (await running.Registration.Invoke(new NodeCall([], null!, running.Services))).Outputs.ShouldBe(["old"]);
        plugins.Catalog.Find("N")!.ImplementationId.ShouldNotBe(before);
    }

    [Fact]
    public async Task A_build_that_is_refused_leaves_the_old_one_in_place()
    {
        await using var plugins = await _workshop.LoadPathsAsync(_workshop.CompilePlugin("P", """Node("N", call => "old")"""));

        var status = await plugins.ReplaceAsync("P", _workshop.Compile("Bad", "public class Nothing;"), null, CancellationToken.None);

        status.State.ShouldBe(PluginState.Refused);
        plugins.Status("P").State.ShouldBe(PluginState.Loaded);
        (await plugins.CallAsync("N")).ShouldBe("old");
    }

    [Fact]
    public async Task Unloading_waits_for_the_last_call()
    {
        await using var plugins = await _workshop.LoadPathsAsync(_workshop.CompilePlugin("P", """Node("N", call => 1L)"""));
        var running = plugins.Activate("N")!;

        var unloading = plugins.UnloadAsync("P", CancellationToken.None);

        plugins.Activate("N").ShouldBeNull();
        plugins.Catalog.Find("N").ShouldBeNull();
        unloading.IsCompleted.ShouldBeFalse();
        running.Dispose();
        running.Dispose();
        await unloading;
        plugins.Status("P").State.ShouldBe(PluginState.Unloaded);
    }

    [Fact]
    public async Task Services_are_disposed_in_reverse_order_when_it_goes()
    {
        const string Services = """
            public sealed class Inner(INodeLog log) : IDisposable { public void Dispose() => log.Info("inner closed"); }
            public sealed class Outer(INodeLog log, Inner inner) : IAsyncDisposable { public async ValueTask DisposeAsync() { await Task.Yield(); log.Info("outer closed"); throw new Exception("clumsy"); } }
            """;
        await using var plugins = await _workshop.LoadPathsAsync(_workshop.CompilePlugin(
            "P",
            """Node("N", call => call.Services.Get<Outer>().GetType().Name)""",
            Services,
            "new(typeof(Inner), null, s => new Inner(s.Get<INodeLog>())), new(typeof(Outer), null, s => new Outer(s.Get<INodeLog>(), s.Get<Inner>()))"));
        await plugins.CallAsync("N");

        await plugins.UnloadAsync("P", CancellationToken.None);

        _workshop.Log.Lines.ShouldBe(["info outer closed", "warn Outer of plugin P did not close: clumsy (Exception)", "info inner closed"]);
    }

    [Fact]
    public async Task Nothing_of_it_stays_in_memory()
    {
        var path = _workshop.CompilePlugin("P", """Node("N", call => call.Services.Get<Thing>().ToString())""", "public sealed class Thing;", "new(typeof(Thing), null, _ => new Thing())");
        await using var plugins = await _workshop.LoadPathsAsync(path);
        var context = await UseAsync(plugins);
        context.IsAlive.ShouldBeTrue();

        await plugins.UnloadAsync("P", CancellationToken.None);

        await Gone(context);
    }

    [Fact]
    public async Task Nothing_of_the_replaced_build_stays_in_memory()
    {
        await using var plugins = await _workshop.LoadPathsAsync(_workshop.CompilePlugin("P", """Node("N", call => "old")"""));
        var context = await UseAsync(plugins);

        await plugins.ReplaceAsync("P", _workshop.CompilePlugin("P", """Node("N", call => "new")"""), null, CancellationToken.None);

        await Gone(context);
        (await plugins.CallAsync("N")).ShouldBe("new");
    }

    [Fact]
    public async Task A_socket_that_it_has_in_common_with_another_stays_and_nothing_of_it_does()
    {
        const string Socket = """SocketRegistration.Stored<MySpinBot.Inference.UpscaleModel>("UPSCALE_MODEL", null, new MySpinBot.Inference.UpscaleModelCodec())""";
        await using var plugins = await _workshop.LoadPathsAsync(
            _workshop.CompilePlugin("P", """Node("N", call => new MySpinBot.Inference.UpscaleModel(new WeightFile("upscale_models", default, 1), "onnx", 4))""", sockets: Socket),
            _workshop.CompilePlugin("Q", """Node("M", call => 1L)""", sockets: Socket));
        plugins.Plugins.SelectMany(plugin => plugin.Problems).ShouldBeEmpty();
        plugins.Sockets.ShouldHaveSingleItem().Type.ShouldBe(typeof(UpscaleModel));
        var context = await UseAsync(plugins);
        var made = (UpscaleModel)(await plugins.CallAsync("N"))!;

        await plugins.UnloadAsync("P", CancellationToken.None);

        await Gone(context);
        var socket = plugins.Sockets.ShouldHaveSingleItem();
        using var bytes = new MemoryStream();
        socket.Encode!(made, bytes);
        bytes.Position = 0;
        socket.Decode!(bytes).ShouldBe(made);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(PluginSet plugins)
    {
        await plugins.CallAsync("N");
        using var node = plugins.Activate("N")!;
        return new WeakReference(AssemblyLoadContext.GetLoadContext(node.Registration.Invoke.Method.Module.Assembly));
    }

    private static async Task Gone(WeakReference context)
    {
        for (var i = 0; i < 100 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(10);
        }

        context.IsAlive.ShouldBeFalse();
    }
}
