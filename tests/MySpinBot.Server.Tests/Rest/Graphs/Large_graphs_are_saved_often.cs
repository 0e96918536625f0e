using System.Diagnostics;
using System.Net;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest.Graphs;

public sealed class Large_graphs_are_saved_often
{
    [Fact]
    public async Task And_each_state_is_there_in_little_room()
    {
        await using var server = await StartAsync();
        var nodes = Enumerable.Range(0, 2000).Select(i => $"\"node{i}\": {{\"class_type\": \"Show\", \"title\": \"Step {i}\", \"inputs\": {{\"text\": \"a picture of thing {i * 31}\", \"size\": 3}}}}").ToArray();
        var graph = await server.KeepAsync(Document(nodes));
        var clock = Stopwatch.StartNew();
        for (var i = 1; i <= 60; i++)
        {
            nodes[i * 29] = nodes[i * 29].Replace("\"size\": 3", "\"size\": 5");
            using var saved = await server.PutAsync($"{graph}?autosave=true", Document(nodes), $"\"{i}\"");
            saved.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"An autosave of {Document(nodes).Length >> 10} KiB took {clock.Elapsed.TotalMilliseconds / 60:0.0} ms.");
        (await server.TextAsync($"{graph}/document")).Split("\"size\":5").Length.ShouldBe(61);
        (await server.TextAsync($"{graph}/document?revision=31")).Split("\"size\":5").Length.ShouldBe(31);
        var lengths = (await JsonAsync(server.GetAsync($"{graph}/revisions?limit=1000"))).GetProperty("revisions").EnumerateArray().Sum(revision => revision.GetProperty("length").GetInt64());
        var files = new DirectoryInfo(server.Options.DataFolder).GetFiles("jobs.db*").Sum(file => file.Length);
        files.ShouldBeLessThan(lengths / 2, "The log that SQLite writes first is a part of it, and has 4 MiB.");
    }

    private static string Document(string[] nodes) => $"{{\"nodes\": {{{string.Join(", ", nodes)}}}}}";
}
