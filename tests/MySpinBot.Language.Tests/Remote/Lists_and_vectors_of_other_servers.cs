using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Sdk;
using static MySpinBot.Language.Tests.Remote.Answers_of_servers_like_OpenAIs;

namespace MySpinBot.Language.Tests.Remote;

public sealed class Lists_and_vectors_of_other_servers
{
    [Fact]
    public async Task Models_of_all_servers_are_listed_and_a_server_that_is_gone_is_left_out()
    {
        await using var openAi = new RecordedServer(Reply.Json("""{"object":"list","data":[{"id":"org/tale-8b","object":"model","created":1700000000,"owned_by":"vllm"},{"id":7},{"object":"model"}]}"""));
        await using var ollama = new RecordedServer(Reply.Json("""{"models":[{"name":"tale:8b","model":"tale:8b","modified_at":"2025-10-03T23:34:03.409490317-07:00","size":4661224676,"digest":"d","details":{}}]}"""));
        using var talk = new Talk(TimeProvider.System, new OutboundTarget("big", "openai", openAi.Address), new OutboundTarget("gone", "openai", new Uri("http://127.0.0.1:1")), new OutboundTarget("home", "ollama", ollama.Address));

        var models = await talk.Answers.ListAsync(TestContext.Current.CancellationToken);
        await talk.Answers.ListAsync(TestContext.Current.CancellationToken);

        models.Select(model => (model.Name, model.Owner)).ShouldBe([("big/org/tale-8b", "big"), ("home/tale:8b", "home")]);
        (models[0].ChangedAt, models[1].Bytes).ShouldBe((DateTimeOffset.FromUnixTimeSeconds(1700000000), 4661224676));
        talk.Warnings.ShouldHaveSingleItem().ShouldBe("The target gone (http://127.0.0.1:1) cannot be reached: nothing listens there. Its models are left out for now.");
        (openAi.Requests.Count, openAi.Requests[0].Path, ollama.Requests[0].Path).ShouldBe((1, "/v1/models", "/api/tags")); // one that was asked is not asked again for a while
    }

    [Fact]
    public async Task Vectors_come_in_the_order_of_the_texts_with_length_one()
    {
        await using var server = new RecordedServer(Reply.Json("""{"object":"list","data":[{"index":1,"embedding":[0,2]},{"index":0,"embedding":[3,4]}],"usage":{"prompt_tokens":5,"total_tokens":5}}"""));
        using var talk = Talk.OpenAi(server);

        var embeddings = await EmbedAsync(talk, 2);

        embeddings.Vectors.Select(vector => vector.ToArray()).ShouldBe([[0.6f, 0.8f], [0f, 1f]]);
        embeddings.Tokens.ShouldBe(5);
        Same(server.Requests[0].Body, """{"model":"tale","input":["one","two"],"encoding_format":"float","dimensions":2}""");
        server.Requests[0].Path.ShouldBe("/v1/embeddings");
    }

    [Fact]
    public async Task Vectors_come_from_Ollama_too()
    {
        await using var server = new RecordedServer(Reply.Json("""{"model":"tale","embeddings":[[3,4],[0,2]],"total_duration":1,"prompt_eval_count":8}"""));
        using var talk = Talk.Ollama(server);

        var embeddings = await EmbedAsync(talk, null);

        embeddings.Vectors.Select(vector => vector.ToArray()).ShouldBe([[0.6f, 0.8f], [0f, 1f]]);
        embeddings.Tokens.ShouldBe(8);
        Same(server.Requests[0].Body, """{"model":"tale","input":["one","two"],"truncate":false}""");
    }

    [Fact]
    public async Task Many_texts_are_sent_in_parts()
    {
        await using var server = new RecordedServer((request, _) =>
        {
            var input = request.Json.GetProperty("input");
            return Reply.Json($$"""{ "data": [{{string.Join(',', input.EnumerateArray().Select(text => $$"""{"embedding":[{{text.GetString()}},1]}"""))}}], "usage": { "prompt_tokens": {{input.GetArrayLength()}} } }""");
        });
        using var talk = Talk.OpenAi(server);

        var embeddings = await talk.Answers.EmbedAsync(new RemoteSource("there", "tale"), [.. Enumerable.Range(0, 600).Select(i => $"{i}")], null, TestContext.Current.CancellationToken);

        (server.Requests.Count, embeddings.Vectors.Count, embeddings.Tokens).ShouldBe((3, 600, 600));
        (embeddings.Vectors[599].Span[0] / embeddings.Vectors[599].Span[1]).ShouldBe(599f, 0.5f);
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]}]}""", "did not send one vector of one length for each of the 2 texts")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1]}]}""", "did not send one vector of one length for each of the 2 texts")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,null]},{"index":1,"embedding":[1,2]}]}""", "a vector with something in it that is no number")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,1e99]},{"index":1,"embedding":[1,2]}]}""", "a vector with something in it that is no number")]
    [InlineData("""{"data":[{"index":0,"embedding":[0,0]},{"index":1,"embedding":[1,2]}]}""", "a vector of nothing but zeros")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAAA"},{"index":1,"embedding":[1,2]}]}""", "something that is no vector")]
    [InlineData("""{"error":{"message":"no embeddings here"}}""", "no embeddings here")]
    [InlineData("oops", "not JSON")]
    public async Task Vectors_are_not_believed(string answer, string sentence)
    {
        await using var server = new RecordedServer(Reply.Json(answer));
        using var talk = Talk.OpenAi(server);

        (await Should.ThrowAsync<NodeFailure>(() => EmbedAsync(talk, null))).Message.ShouldContain(sentence);
    }

    private static Task<Embeddings> EmbedAsync(Talk talk, int? dimensions) => talk.Answers.EmbedAsync(new RemoteSource("there", "tale"), ["one", "two"], dimensions, TestContext.Current.CancellationToken);
}
