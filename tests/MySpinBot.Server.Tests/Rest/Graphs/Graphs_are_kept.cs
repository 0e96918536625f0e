using System.Net;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest.Graphs;

public sealed class Graphs_are_kept
{
    [Theory]
    [InlineData(Graph, "Untitled")]
    [InlineData("""{"graph": {"nodes": {"show": {"class_type": "Show", "inputs": {"text": "hello"}}}}, "name": " Film ", "tags": ["a", "b", "a"], "description": "One\ntwo."}""", "Film")]
    [InlineData("""{"prompt": {"show": {"class_type": "Show", "inputs": {"text": "hello"}}}}""", "Untitled")]
    [InlineData("""{"show": {"class_type": "Show", "inputs": {"text": "hello"}}}""", "Untitled")]
    [InlineData("\uFEFF{\"show\": {\"class_type\": \"Show\", \"inputs\": {\"text\": \"hello\"}}}", "Untitled")]
    public async Task In_whatever_form_they_come(string body, string name)
    {
        await using var server = await StartAsync();
        using var answer = await server.PostAsync("/api/v1/graphs", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.ETag!.Tag.ShouldBe("\"1\"");

        var graph = await JsonAsync(server.GetAsync(answer.Headers.Location!.ToString()));
        graph.Text("name").ShouldBe(name);
        graph.GetProperty("graph").GetProperty("nodes").GetProperty("show").GetProperty("inputs").Text("text").ShouldBe("hello");
        (graph.GetProperty("head").Text("kind"), graph.GetProperty("head").GetProperty("nodes").GetInt32()).ShouldBe(("created", 1));
    }

    [Fact]
    public async Task With_all_that_is_not_known_here_and_need_not_run_yet()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync("""{"nodes": {"a": {"class_type": "NobodyHasThis", "inputs": {"x": {"from": "gone"}}, "mine": [1, 2]}}, "viewport": {"zoom": 1.50}}""");
        var document = await server.TextAsync($"{graph}/document");
        document.ShouldBe("""{"version":1,"nodes":{"a":{"class_type":"NobodyHasThis","inputs":{"x":{"from":"gone"}},"mine":[1,2]}},"viewport":{"zoom":1.50}}""");
    }

    [Fact]
    public async Task As_our_own_where_ComfyUI_s_editor_saved_them_with_what_one_should_know()
    {
        await using var server = await StartAsync();
        var graph = await JsonAsync(
            server.PostAsync("/api/v1/graphs", """{"last_node_id": 1, "last_link_id": 0, "nodes": [{"id": 1, "type": "NobodyHasThis", "pos": [10, 20], "mode": 0, "inputs": [], "outputs": [], "widgets_values": ["hello", 5]}], "links": [], "version": 0.4}"""),
            HttpStatusCode.Created);
        graph.GetProperty("notices").GetArrayLength().ShouldBeGreaterThan(0);
        (await server.TextAsync(graph.GetProperty("links").Text("document"))).ShouldContain("hello");
    }

    [Theory]
    [InlineData("""{"name": "Film"}""", HttpStatusCode.BadRequest, "missing_field")]
    [InlineData("""{"graph": {"nodes": {}}, "name": "", "tags": ["a,b", 3], "template": 1, "colour": "red"}""", HttpStatusCode.BadRequest, "bad_fields")]
    [InlineData("""{"nodes": 3}""", HttpStatusCode.UnprocessableEntity, "graph_refused")]
    [InlineData("""{"nodes": {"a": {"inputs": {}}, "b": 3}}""", HttpStatusCode.UnprocessableEntity, "graph_refused")]
    [InlineData("""{"nodes": {"a": {"class_type": "\ud800"}}}""", HttpStatusCode.UnprocessableEntity, "graph_refused")]
    [InlineData("[]", HttpStatusCode.BadRequest, "malformed_json")]
    [InlineData("{", HttpStatusCode.BadRequest, "malformed_json")]
    [InlineData("", HttpStatusCode.BadRequest, "empty_body")]
    public async Task But_not_what_is_none(string body, HttpStatusCode status, string code)
    {
        await using var server = await StartAsync();
        var problem = await JsonAsync(server.PostAsync("/api/v1/graphs", body), status);
        (problem.Text("code") + string.Concat(problem.TryGetProperty("problems", out var all) ? all.EnumerateArray().Select(each => $" {each.Text("code")}") : [])).ShouldContain(code);
        (await JsonAsync(server.GetAsync("/api/v1/graphs"))).GetProperty("graphs").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task All_that_is_wrong_with_what_is_said_of_them_is_told_at_once()
    {
        await using var server = await StartAsync();
        var problem = await JsonAsync(server.PostAsync("/api/v1/graphs", """{"graph": {"nodes": {}}, "name": "a\nb", "tags": ["a,b", 3], "template": 1, "colour": "red"}"""), HttpStatusCode.BadRequest);
        problem.Names("problems", "field").ShouldBe(["/name", "/tags/0", "/tags/1", "/template", "/colour"]);
    }

    [Fact]
    public async Task And_deep_nesting_does_not_make_them_larger()
    {
        await using var server = await StartAsync();
        var deep = string.Concat(Enumerable.Repeat("[", 50)) + string.Join(',', Enumerable.Repeat("1", 20_000)) + string.Concat(Enumerable.Repeat("]", 50));
        var graph = await server.KeepAsync($$"""{"nodes": {}, "drawing": {{deep}}}""");
        (await server.TextAsync($"{graph}/document")).Length.ShouldBeLessThan(deep.Length + 100);
    }

    [Fact]
    public async Task Each_for_its_owner()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync(Graph, ("X-Owner", "anna"));
        foreach (var (method, path, body) in new[] { ("GET", graph, null), ("PUT", graph, Graph), ("PATCH", graph, "{}"), ("DELETE", graph, null), ("GET", graph + "/document", null), ("GET", graph + "/revisions", null), ("GET", graph + "/diff", null), ("POST", graph + "/restore", """{"revision": 1}"""), ("POST", graph + "/run", "{}"), ("GET", graph + "/form", null), ("GET", graph + "/openapi.json", null), ("POST", graph + "/undelete", null), ("PATCH", graph + "/revisions/1", "{}") })
        {
            (await JsonAsync(server.SendAsync(new HttpMethod(method), path, body, ("If-Match", "*")), HttpStatusCode.NotFound)).Text("code").ShouldBe("unknown_graph", $"{method} {path}");
        }

        (await JsonAsync(server.GetAsync("/api/v1/graphs"))).Names().ShouldBeEmpty();
        (await JsonAsync(server.GetAsync("/api/v1/graphs", ("X-Owner", "anna")))).Names().ShouldBe(["Untitled"]);
        (await JsonAsync(server.GetAsync("/api/v1/graphs/validate"), HttpStatusCode.NotFound)).Text("code").ShouldBe("unknown_graph");
    }

    [Fact]
    public async Task They_are_renamed_and_tagged_and_found()
    {
        await using var server = await StartAsync();
        var film = await server.KeepAsync();
        await server.KeepAsync("""{"graph": {"nodes": {"a": {"class_type": "Pick", "inputs": {}}}}, "name": "Poster", "tags": ["print"]}""");
        var changed = await JsonAsync(server.SendAsync(HttpMethod.Patch, film, """{"name": "Film of a Cat", "tags": ["cats", "moving"], "description": "100 % real"}"""));
        (changed.Text("name"), changed.GetProperty("revision").GetInt32()).ShouldBe(("Film of a Cat", 1));

        foreach (var (query, names) in new (string, string[])[] { ("q=cat+FILM", ["Film of a Cat"]), ("q=%25", ["Film of a Cat"]), ("q=pick", ["Poster"]), ("tag=cats,moving", ["Film of a Cat"]), ("tag=cat", []), ("node_type=Show", ["Film of a Cat"]), ("sort=name", ["Film of a Cat", "Poster"]), ("sort=name&order=desc", ["Poster", "Film of a Cat"]), ("template=true", []), ("q=nobody", []) })
        {
            (await JsonAsync(server.GetAsync($"/api/v1/graphs?{query}"))).Names().ShouldBe(names, query);
        }

        (await JsonAsync(server.SendAsync(HttpMethod.Patch, film, "{}"))).Text("changed_at").ShouldBe(changed.Text("changed_at"));
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("created")]
    [InlineData("name")]
    public async Task And_listed_page_by_page(string sort)
    {
        await using var server = await StartAsync();
        for (var i = 0; i < 7; i++)
        {
            await server.KeepAsync($$"""{"graph": {{Graph}}, "name": "Graph Ü {{i / 2}}"}""");
        }

        var (seen, next) = (new List<string>(), $"/api/v1/graphs?limit=2&q=graph&order=asc&sort={sort}");
        while (next is not null)
        {
            using var answer = await server.GetAsync(next);
            var page = System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            seen.AddRange(page.Names(field: "id"));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
            (next is null ? null : $"<{next}>; rel=\"next\"").ShouldBe(answer.Headers.TryGetValues("Link", out var link) ? link.Single() : null);
        }

        seen.Count.ShouldBe(7);
        seen.ShouldBeUnique();
    }

    [Fact]
    public async Task Until_they_are_deleted_and_after_that_for_a_while()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync();
        (await JsonAsync(server.SendAsync(HttpMethod.Delete, $"{graph}?purge=true", null), HttpStatusCode.Conflict)).Text("code").ShouldBe("graph_not_deleted");
        for (var i = 0; i < 2; i++)
        {
            using var gone = await server.SendAsync(HttpMethod.Delete, graph, null);
            gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        (await JsonAsync(server.GetAsync("/api/v1/graphs"))).Names().ShouldBeEmpty();
        (await JsonAsync(server.GetAsync("/api/v1/graphs?deleted=true"))).Names().ShouldBe(["Untitled"]);
        (await JsonAsync(server.PutAsync(graph, Graph, "*"), HttpStatusCode.Conflict)).Text("code").ShouldBe("graph_deleted");
        (await JsonAsync(server.PostAsync($"{graph}/run"), HttpStatusCode.Conflict)).Text("code").ShouldBe("graph_deleted");
        (await JsonAsync(server.GetAsync(graph))).TryGetProperty("deleted_at", out _).ShouldBeTrue();
        (await JsonAsync(server.PostAsync($"{graph}/undelete"))).TryGetProperty("deleted_at", out _).ShouldBeFalse();
        (await JsonAsync(server.GetAsync("/api/v1/graphs"))).Names().ShouldBe(["Untitled"]);

        await server.SendAsync(HttpMethod.Delete, graph, null);
        using var purged = await server.SendAsync(HttpMethod.Delete, $"{graph}?purge=true", null);
        purged.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await JsonAsync(server.GetAsync(graph), HttpStatusCode.NotFound)).Text("code").ShouldBe("unknown_graph");
    }
}
