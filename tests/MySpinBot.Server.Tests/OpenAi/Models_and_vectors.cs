using System.Buffers.Binary;
using System.Net;

namespace MySpinBot.Server.Tests.OpenAi;

public sealed class Models_and_vectors
{
    [Fact]
    public async Task Models_are_listed_each_once()
    {
        await using var server = await AnsweringServer.StartAsync();

        (await server.Http.GetStringAsync("/v1/models", TestContext.Current.CancellationToken)).ShouldBe(
            """{"object":"list","data":[{"id":"echo","object":"model","created":0,"owned_by":"local"},{"id":"small/echo","object":"model","created":1700000000,"owned_by":"local"},{"id":"vectors","object":"model","created":0,"owned_by":"far"}]}""");
    }

    [Theory]
    [InlineData("/v1/models/small/echo")]
    [InlineData("/v1/models/small%2Fecho")]
    [InlineData("/v1/models/small%2fecho")]
    public async Task A_model_is_told_however_its_slash_is_written(string path)
    {
        await using var server = await AnsweringServer.StartAsync();

        (await server.Http.GetStringAsync(path, TestContext.Current.CancellationToken)).ShouldBe("""{"id":"small/echo","object":"model","created":1700000000,"owned_by":"local"}""");
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_missing()
    {
        await using var server = await AnsweringServer.StartAsync();
        using var answer = await server.Http.GetAsync("/v1/models/nobody", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"code\":\"model_not_found\"");
    }

    [Fact]
    public async Task Vectors_are_numbers_or_their_bytes()
    {
        await using var server = await AnsweringServer.StartAsync();

        var (status, numbers, _) = await server.PostAsync("/v1/embeddings", """{"model": "vectors", "input": ["four", "x"]}""");
        var (_, bytes, _) = await server.PostAsync("/v1/embeddings", """{"model": "vectors", "input": "four", "encoding_format": "base64", "dimensions": 2}""");

        status.ShouldBe(HttpStatusCode.OK);
        numbers.GetRawText().ShouldBe(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[4,0.5,-1.25]},{"object":"embedding","index":1,"embedding":[1,0.5,-1.25]}],"model":"vectors","usage":{"prompt_tokens":5,"total_tokens":5}}""");
        var vector = bytes.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        vector.Length.ShouldBe(8);
        (BinaryPrimitives.ReadSingleLittleEndian(vector), BinaryPrimitives.ReadSingleLittleEndian(vector.AsSpan(4))).ShouldBe((4f, 0.5f));
        server.Models.Embedded!.Dimensions.ShouldBe(2);
    }

    [Theory]
    [InlineData("[1, 2, 3]", 1)]
    [InlineData("[[1, 2], [3]]", 2)]
    public async Task Texts_may_be_given_as_tokens(string input, int vectors)
    {
        await using var server = await AnsweringServer.StartAsync();

        var (_, json, _) = await server.PostAsync("/v1/embeddings", $$"""{"model": "vectors", "input": {{input}}}""");

        json.GetProperty("data").GetArrayLength().ShouldBe(vectors);
        server.Models.Embedded!.Texts.ShouldBeEmpty();
        server.Models.Embedded.Tokens!.SelectMany(tokens => tokens).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData("""{"model": "vectors"}""", "input", 400)]
    [InlineData("""{"model": "vectors", "input": ""}""", "input", 400)]
    [InlineData("""{"model": "vectors", "input": ["x", ""]}""", "input[1]", 400)]
    [InlineData("""{"model": "vectors", "input": ["x", [1]]}""", "input", 400)]
    [InlineData("""{"model": "vectors", "input": "x", "dimensions": 0}""", "dimensions", 400)]
    [InlineData("""{"model": "vectors", "input": "x", "encoding_format": "text"}""", "encoding_format", 400)]
    [InlineData("""{"model": "nobody", "input": "x"}""", "model", 404)]
    public async Task What_is_not_taken_is_named(string body, string param, int status)
    {
        await using var server = await AnsweringServer.StartAsync();

        var answer = await server.PostAsync("/v1/embeddings", body);

        ((int)answer.Status).ShouldBe(status);
        answer.Json.GetProperty("error").GetProperty("param").GetString().ShouldBe(param);
    }
}
