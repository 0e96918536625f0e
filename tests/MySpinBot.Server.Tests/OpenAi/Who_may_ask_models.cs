using System.Net;

namespace MySpinBot.Server.Tests.OpenAi;

public sealed class Who_may_ask_models
{
    private const string Chat = "/v1/chat/completions";
    private const string Hello = """{"model": "echo", "messages": [{"role": "user", "content": "hello"}]}""";

    [Fact]
    public async Task Any_key_will_do_while_nobody_has_one()
    {
        await using var server = await AnsweringServer.StartAsync();

        (await server.PostAsync(Chat, Hello, ("Authorization", "Bearer sk-no-key-required"))).Status.ShouldBe(HttpStatusCode.OK);
        (await server.PostAsync(Chat, Hello, ("Authorization", "Bearer x"), ("X-Forwarded-For", "10.0.0.1"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Once_somebody_has_one_it_has_to_be_right()
    {
        await using var server = await AnsweringServer.StartAsync(keys: [("ada", "msb_ada")]);

        var (status, json, headers) = await server.PostAsync(Chat, Hello, ("Authorization", "Bearer sk-wrong"));

        status.ShouldBe(HttpStatusCode.Unauthorized);
        var error = json.GetProperty("error");
        (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()).ShouldBe(("invalid_request_error", "invalid_api_key"));
        headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
        (await server.PostAsync(Chat, Hello, ("Authorization", "Bearer msb_ada"))).Status.ShouldBe(HttpStatusCode.OK);
        (await server.PostAsync(Chat, Hello)).Status.ShouldBe(HttpStatusCode.OK, "This machine needs no key.");
    }

    [Fact]
    public async Task Pages_of_allowed_origins_may_with_the_headers_of_OpenAIs_client()
    {
        await using var server = await AnsweringServer.StartAsync(origins: ["http://chat.example"]);
        using var request = new HttpRequestMessage(HttpMethod.Options, Chat);
        request.Headers.Add("Origin", "http://chat.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization, content-type, x-stainless-os, x-stainless-retry-count, x-evil");

        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var allowed = string.Join(',', answer.Headers.GetValues("Access-Control-Allow-Headers"));
        allowed.ShouldContain("x-stainless-os");
        allowed.ShouldContain("x-stainless-retry-count");
        allowed.ShouldNotContain("x-evil");
        (await server.PostAsync(Chat, Hello, ("Origin", "http://elsewhere.example"))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
