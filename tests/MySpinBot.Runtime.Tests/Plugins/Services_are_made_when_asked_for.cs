using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Plugins;

public sealed class Services_are_made_when_asked_for : IDisposable
{
    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task Once_and_for_all_calls()
    {
        await using var plugins = await LoadAsync("public sealed class A;", "A", "new A()", "call.Services.Get<A>()");

        (await plugins.CallAsync("N")).ShouldBeSameAs(await plugins.CallAsync("N"));
    }

    [Fact]
    public async Task A_circle_is_named()
    {
        const string Code = "public sealed class A(B b); public sealed class B(A a);";
        await using var plugins = await _workshop.LoadPathsAsync(_workshop.CompilePlugin(
            "P", """Node("N", call => call.Services.Get<A>())""", Code, "new(typeof(A), null, s => new A(s.Get<B>())), new(typeof(B), null, s => new B(s.Get<A>()))"));

        (await Should.ThrowAsync<NodeFailure>(() => plugins.CallAsync("N"))).Message.ShouldBe("The services of plugin P need each other in a circle: A → B → A.");
    }

    [Fact]
    public async Task One_that_fails_is_tried_again_by_the_next_call()
    {
        await using var plugins = await LoadAsync(
            "public sealed class A { static int tries; public A() { if (tries++ == 0) throw new InvalidOperationException(\"not yet\"); } }", "A", "new A()", "call.Services.Get<A>().GetType().Name");

        (await Should.ThrowAsync<NodeFailure>(() => plugins.CallAsync("N"))).Message.ShouldBe("Plugin P could not make its A: not yet (InvalidOperationException)");
        (await plugins.CallAsync("N")).ShouldBe("A");
    }

    [Fact]
    public async Task A_missing_native_library_is_named()
    {
        const string Code = """
            public sealed class A { public A() => Missing(); [System.Runtime.InteropServices.DllImport("no-such-library-1")] static extern void Missing(); }
            """;
        await using var plugins = await LoadAsync(Code, "A", "new A()", "call.Services.Get<A>()");

        var sentence = (await Should.ThrowAsync<NodeFailure>(() => plugins.CallAsync("N"))).Message;
        sentence.ShouldStartWith("Plugin P could not make its A: a native library is missing: ");
        sentence.ShouldContain("no-such-library-1");
    }

    [Fact]
    public async Task What_nobody_offers_is_said_with_who_asked()
    {
        await using var plugins = await LoadAsync("public sealed class A(Version v);", "A", "new A(s.Get<Version>())", "call.Services.Get<A>()");

        (await Should.ThrowAsync<NodeFailure>(() => plugins.CallAsync("N"))).Message.ShouldContain("A of plugin P asked for a Version, which is neither a service of the plugin");
    }

    [Fact]
    public async Task The_programs_that_are_installed_are_one_of_the_hosts()
    {
        await using var plugins = await LoadAsync("public sealed class A(IHostTools tools) { public string Shell => tools.Executable(\"sh\"); }", "A", "new A(s.Get<IHostTools>())", "call.Services.Get<A>().Shell");

        ((string)(await plugins.CallAsync("N"))!).ShouldEndWith("/sh");
    }

    private Task<MySpinBot.Runtime.Plugins.PluginSet> LoadAsync(string code, string type, string make, string run)
        => _workshop.LoadPathsAsync(_workshop.CompilePlugin("P", $$"""Node("N", call => {{run}})""", code, $"new(typeof({type}), null, s => {make})"));
}
