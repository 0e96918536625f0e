using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Remote;

public sealed class Memory_that_is_shared_with_Ollama
{
    private const long Mebi = 1L << 20;

    private static RecordedServer Server(long bytes) => new((request, _) => request.Path switch
    {
        "/api/tags" => Reply.Json($$"""{"models":[{"name":"tale:latest","model":"tale:latest","modified_at":"2025-10-03T23:34:03.4-07:00","size":{{bytes}},"digest":"d","details":{ "format":"gguf" } }]}"""),
        "/api/ps" => Reply.Json($$"""{"models":[{"name":"tale:latest","model":"tale:latest","size":{{bytes + Mebi}},"size_vram":0,"expires_at":"2025-10-03T23:39:03Z"}]}"""),
        "/api/generate" => Reply.Json("""{"model":"tale","response":"","done":true,"done_reason":"load"}"""),
        _ => Reply.Lines("""{"message":{"role":"assistant","content":"here"},"done":false}""", """{"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}"""),
    });

    [Fact]
    public async Task Is_counted_and_given_back_when_something_else_needs_it()
    {
        await using var server = Server(400 * Mebi);
        using var talk = Talk.Ollama(server, target => target with { SharesMemory = true });

        (await talk.TextAsync(Talk.Ask())).ShouldBe("here");
        talk.Shelf.Ledgers[0].Resident.ShouldBe(401 * Mebi);
        await talk.TextAsync(Talk.Ask()); // it is there already
        using (await talk.Shelf.ReserveAsync(new MemoryNeed(DeviceId.Cpu, 800 * Mebi), "painting", TestContext.Current.CancellationToken))
        {
            talk.Shelf.Ledgers[0].Resident.ShouldBe(0);
        }

        server.Requests.Where(request => request.Path == "/api/generate").Select(request => request.Body).ShouldBe(["""{"model":"tale","stream":false}""", """{"model":"tale","stream":false,"keep_alive":0}"""]);
    }

    [Fact]
    public async Task Is_left_to_Ollama_where_a_model_can_never_fit()
    {
        await using var server = Server(4000 * Mebi);
        using var talk = Talk.Ollama(server, target => target with { SharesMemory = true });

        (await talk.TextAsync(Talk.Ask())).ShouldBe("here");
        await talk.TextAsync(Talk.Ask());

        talk.Warnings.ShouldHaveSingleItem().ShouldStartWith("The model tale of the target there is not counted among what is in memory: ");
    }

    [Fact]
    public async Task Is_not_shared_with_a_server_elsewhere()
    {
        await using var server = Server(400 * Mebi);
        using var talk = Talk.Ollama(server);

        await talk.TextAsync(Talk.Ask());

        server.Requests.Select(request => request.Path).ShouldBe(["/api/chat"]);
    }
}
