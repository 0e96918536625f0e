using System.Net;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest.Graphs;

public sealed class Nobody_overwrites_what_he_has_not_seen
{
    [Fact]
    public async Task A_revision_follows_the_one_that_it_was_made_from()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync();
        (await JsonAsync(server.PutAsync(graph, Graph, null), (HttpStatusCode)428)).Text("code").ShouldBe("if_match_missing");
        (await JsonAsync(server.PutAsync($"{graph}?autosave=true&client=Laptop", Graph.Replace("hello", "two"), "\"1\""))).GetProperty("revision").GetInt32().ShouldBe(2);

        var problem = await JsonAsync(server.PutAsync(graph, Graph.Replace("hello", "other"), "\"1\""), HttpStatusCode.PreconditionFailed);

        problem.Text("code").ShouldBe("graph_changed");
        problem.Text("detail").ShouldStartWith("The graph 'Untitled' is at revision 2, autosaved by local (Laptop) at ");
        problem.Text("detail").ShouldContain("and yours was made from revision 1.");
        var current = problem.GetProperty("current");
        (current.GetProperty("number").GetInt32(), current.Text("kind"), current.Text("client"), current.Text("made_by")).ShouldBe((2, "autosaved", "Laptop", "local"));
        (await server.TextAsync($"{graph}/document")).ShouldContain("\"two\"");
    }

    [Theory]
    [InlineData("\"2\"", true)]
    [InlineData("2", true)]
    [InlineData("*", true)]
    [InlineData("\"9\", \"2\"", true)]
    [InlineData("\"1\"", false)]
    [InlineData("W/\"2\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("\"two\"", false)]
    [InlineData("\"99999999999999999999999\"", false)]
    [InlineData(",,,", false)]
    public async Task Tags_are_compared_as_they_should_be(string match, bool isTaken)
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync();
        await server.SaveAsync(graph, "two", 1);
        await JsonAsync(server.PutAsync(graph, Graph.Replace("hello", "three"), match), isTaken ? HttpStatusCode.OK : HttpStatusCode.PreconditionFailed);
        (await JsonAsync(server.GetAsync(graph))).GetProperty("revision").GetInt32().ShouldBe(isTaken ? 3 : 2);
    }

    [Fact]
    public async Task Of_all_who_save_at_once_exactly_one_wins_and_nothing_is_lost()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync();
        var won = new List<string> { "hello" };
        for (var round = 1; round <= 10; round++)
        {
            var after = round;
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
            {
                using var answer = await server.SaveAsync(graph, $"{after} of {i}", after);
                return (i, answer.StatusCode);
            }));

            answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(5);
            won.Add($"{after} of {answers.Single(answer => answer.StatusCode == HttpStatusCode.OK).i}");
        }

        for (var i = 0; i < won.Count; i++)
        {
            (await server.TextAsync($"{graph}/document?revision={i + 1}")).ShouldContain($"\"{won[i]}\"");
        }
    }

    [Fact]
    public async Task Those_who_follow_whatever_there_is_all_get_through()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i => (await JsonAsync(server.PutAsync(graph, Graph.Replace("hello", $"{i}"), "*"))).GetProperty("revision").GetInt32()));
        answers.Order().ShouldBe(Enumerable.Range(2, 12));
    }

    [Fact]
    public async Task The_same_document_makes_no_revision_though_it_is_sent_again_or_written_otherwise()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync();
        foreach (var (body, match) in new[] { (Graph, "\"1\""), ($" \n{Graph} ", "*"), ("""{"prompt": {"show": {"inputs": {"text": "hello"}, "class_type": "Show"}}}""", "\"1\"") })
        {
            using var answer = await server.PutAsync(graph, body, match);
            (answer.StatusCode, answer.Headers.ETag!.Tag).ShouldBe((HttpStatusCode.OK, "\"1\""));
        }

        await server.SaveAsync(graph, "two", 1);
        using var again = await server.SaveAsync(graph, "two", 1);
        (again.StatusCode, again.Headers.ETag!.Tag).ShouldBe((HttpStatusCode.OK, "\"2\""), "Its first answer may have been lost.");
    }

    [Fact]
    public async Task Whoever_has_a_document_is_told_so()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync();
        await server.SaveAsync(graph, "two", 1);
        using var known = await server.GetAsync($"{graph}/document", ("If-None-Match", "\"2\""));
        using var other = await server.GetAsync($"{graph}/document", ("If-None-Match", "\"1\""));
        using var older = await server.GetAsync($"{graph}/document?revision=1", ("If-None-Match", "\"1\""));
        (known.StatusCode, other.StatusCode, older.StatusCode).ShouldBe((HttpStatusCode.NotModified, HttpStatusCode.OK, HttpStatusCode.NotModified));
        (await JsonAsync(server.GetAsync($"{graph}?revision=3"), HttpStatusCode.NotFound)).Text("detail").ShouldBe("The graph 'Untitled' has no revision 3; it has 1 to 2.");
    }
}
