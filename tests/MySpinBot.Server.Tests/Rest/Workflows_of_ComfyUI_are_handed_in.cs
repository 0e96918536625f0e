using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

/// <summary>What ComfyUI's editor saves is taken wherever a graph is, and is a document of our form from then on.</summary>
public sealed class Workflows_of_ComfyUI_are_handed_in
{
    private const string Workflow = """
        {"last_node_id": 3, "last_link_id": 1, "nodes": [
            {"id": 3, "type": "Show", "pos": [10, 20], "size": [200, 100], "flags": {}, "order": 0, "mode": 0, "inputs": [], "outputs": [], "properties": {"Node name for S&R": "Show"}, "widgets_values": ["hello", 4]},
            {"id": 4, "type": "Note", "pos": [0, 0], "widgets_values": ["Read me"]}],
         "links": [], "groups": [], "config": {}, "extra": {}, "version": 0.4}
        """;

    [Theory]
    [InlineData(Workflow)]
    [InlineData("{\"graph\": " + Workflow + ", \"name\": \"From ComfyUI\", \"targets\": [\"3\"]}")]
    public async Task To_be_run_and_are_kept_in_our_form(string body)
    {
        await using var server = await StartAsync();
        var id = await server.SubmitAsync(body);
        await server.UntilAsync(id, "succeeded");

        var graph = await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/graph"));
        graph.GetProperty("version").GetInt32().ShouldBe(1);
        graph.GetProperty("nodes").GetProperty("3").GetProperty("inputs").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal).ShouldBe("""{"text":"hello","size":4}""");
        graph.GetProperty("notes")[0].GetProperty("text").GetString().ShouldBe("Read me");
        graph.GetProperty("layout").GetProperty("3").GetProperty("x").GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task Or_only_checked_and_what_a_person_should_know_is_said()
    {
        await using var server = await StartAsync();

        var sound = await JsonAsync(server.PostAsync("/api/v1/graphs/validate", Workflow));
        sound.GetProperty("valid").GetBoolean().ShouldBeTrue();
        sound.TryGetProperty("notices", out _).ShouldBeFalse();
        var odd = await JsonAsync(server.PostAsync("/api/v1/graphs/validate", Workflow.Replace("\"hello\", 4]", "\"hello\", 4, 5]", StringComparison.Ordinal)));
        odd.GetProperty("valid").GetBoolean().ShouldBeTrue();
        odd.GetProperty("notices")[0].GetProperty("sentence").GetString().ShouldBe("Of node '3' (Show) one saved value belongs to no field that its type has; the node keeps it, and it is not used.");
    }

    [Fact]
    public async Task And_refused_with_all_that_is_wrong()
    {
        await using var server = await StartAsync();

        var unknown = await JsonAsync(server.PostAsync("/api/v1/jobs", Workflow.Replace("\"Show\", \"pos\"", "\"KSampler\", \"pos\"", StringComparison.Ordinal)), HttpStatusCode.UnprocessableEntity);
        unknown.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("code").GetString()).ShouldContain("unknown_node_type");
        var malformed = await JsonAsync(server.PostAsync("/api/v1/jobs", """{"nodes": [1, {"id": 2}], "links": []}"""), HttpStatusCode.UnprocessableEntity);
        malformed.GetProperty("problems").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Over_the_hub_too()
    {
        await using var server = await StartAsync();
        await using var hub = await HubClient.ConnectAsync(server);

        var job = await hub.InvokeAsync<JsonElement>("Submit", JsonElement.Parse(Workflow), null, TestContext.Current.CancellationToken);

        await server.UntilAsync(job.GetProperty("id").GetGuid(), "succeeded");
    }

    [Fact]
    public async Task The_same_one_with_the_same_key_is_the_same_job()
    {
        await using var server = await StartAsync();
        var id = await server.SubmitAsync(Workflow, ("Idempotency-Key", "k"));

        (await JsonAsync(server.PostAsync("/api/v1/jobs", Workflow, ("Idempotency-Key", "k")))).GetProperty("id").GetGuid().ShouldBe(id);
    }
}
