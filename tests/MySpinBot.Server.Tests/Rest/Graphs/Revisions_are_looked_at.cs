using System.Net;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest.Graphs;

public sealed class Revisions_are_looked_at
{
    [Fact]
    public async Task In_pages_and_by_how_they_came_about()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync();
        for (var i = 1; i < 6; i++)
        {
            await JsonAsync(server.PutAsync($"{graph}?autosave={(i % 2 == 0 ? "true" : "false")}{(i == 3 ? "&label=Third%20try&note=Better" : "")}", Graph.Replace("hello", $"{i}"), "*"));
        }

        var first = await JsonAsync(server.GetAsync($"{graph}/revisions?limit=4"));
        first.Names("revisions", "number").ShouldBe(["6", "5", "4", "3"]);
        (await JsonAsync(server.GetAsync(first.Text("next")))).Names("revisions", "kind").ShouldBe(["saved", "created"]);
        (await JsonAsync(server.GetAsync($"{graph}/revisions?kind=autosaved,created"))).Names("revisions", "number").ShouldBe(["5", "3", "1"]);
        var named = (await JsonAsync(server.GetAsync($"{graph}/revisions?labelled=true"))).GetProperty("revisions")[0];
        (named.GetProperty("number").GetInt32(), named.Text("label"), named.Text("note")).ShouldBe((4, "Third try", "Better"));
        (await server.TextAsync(named.Text("document"))).ShouldContain("\"3\"");
    }

    [Fact]
    public async Task And_named_afterwards()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync();
        await server.SaveAsync(graph, "two", 1);
        (await JsonAsync(server.SendAsync(HttpMethod.Patch, $"{graph}/revisions/1", """{"label": "First", "note": "Ready\nto print."}"""))).Text("note").ShouldBe("Ready\nto print.");
        var left = await JsonAsync(server.SendAsync(HttpMethod.Patch, $"{graph}/revisions/1", """{"note": null}"""));
        left.Text("label").ShouldBe("First");
        left.TryGetProperty("note", out _).ShouldBeFalse();
        (await JsonAsync(server.SendAsync(HttpMethod.Patch, $"{graph}/revisions/7", "{}"), HttpStatusCode.NotFound)).Text("code").ShouldBe("unknown_revision");
        (await JsonAsync(server.SendAsync(HttpMethod.Patch, $"{graph}/revisions/none", "{}"), HttpStatusCode.NotFound)).Text("code").ShouldBe("unknown_revision");
        (await JsonAsync(server.GetAsync(graph))).GetProperty("revision").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task And_taken_back_without_losing_what_came_after()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync();
        await server.SaveAsync(graph, "two", 1);
        await server.SaveAsync(graph, "three", 2);
        var restored = (await JsonAsync(server.PostAsync($"{graph}/restore", """{"revision": 1, "label": "Back"}"""))).GetProperty("head");
        (restored.GetProperty("number").GetInt32(), restored.Text("kind"), restored.GetProperty("restored_from").GetInt32(), restored.Text("label")).ShouldBe((4, "restored", 1, "Back"));
        (await server.TextAsync($"{graph}/document")).ShouldContain("hello");
        (await server.TextAsync($"{graph}/document?revision=3")).ShouldContain("three");

        (await JsonAsync(server.PostAsync($"{graph}/restore", """{"revision": 2}""", ("If-Match", "\"3\"")), HttpStatusCode.PreconditionFailed)).GetProperty("current").GetProperty("number").GetInt32().ShouldBe(4);
        (await JsonAsync(server.PostAsync($"{graph}/restore", """{"revision": 9}"""), HttpStatusCode.NotFound)).Text("code").ShouldBe("unknown_revision");
        (await JsonAsync(server.PostAsync($"{graph}/restore", "{}"), HttpStatusCode.BadRequest)).Text("detail").ShouldContain("'revision' is missing");
        (await JsonAsync(server.PostAsync($"{graph}/restore", """{"revision": 4}"""))).GetProperty("revision").GetInt32().ShouldBe(4, "It is what there is.");
    }

    [Fact]
    public async Task And_compared()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync();
        await server.SaveAsync(graph, "bye", 1);
        await server.PutAsync(graph, """{"nodes": {"show": {"class_type": "Show", "inputs": {"text": "bye"}}}, "layout": {"show": {"x": 7}}}""", "*");

        var last = await JsonAsync(server.GetAsync($"{graph}/diff"));
        (last.GetProperty("from").GetProperty("number").GetInt32(), last.GetProperty("to").GetProperty("number").GetInt32(), last.GetProperty("difference").GetProperty("only_looks").GetBoolean()).ShouldBe((2, 3, true));
        var all = await JsonAsync(server.GetAsync($"{graph}/diff?from=1&to=2"));
        var change = all.GetProperty("difference").GetProperty("changes")[0];
        (change.Text("kind"), change.Text("before"), change.Text("after")).ShouldBe(("changed", "hello", "bye"));
        change.GetProperty("path").EnumerateArray().Last().GetString().ShouldBe("text");
        (await JsonAsync(server.GetAsync($"{graph}/diff?from=3&to=3"))).GetProperty("difference").GetProperty("same").GetBoolean().ShouldBeTrue();
        (await JsonAsync(server.GetAsync($"{graph}/diff?from=4"), HttpStatusCode.NotFound)).Text("code").ShouldBe("unknown_revision");
    }
}
