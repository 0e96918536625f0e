using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Sdk;
using static MySpinBot.Language.Tests.Remote.Answers_of_servers_like_OpenAIs;

namespace MySpinBot.Language.Tests.Remote;

public sealed class Servers_have_names_of_their_own
{
    [Theory]
    [InlineData("vllm", "repetition_penalty")]
    [InlineData("sglang", "repetition_penalty")]
    [InlineData("llamacpp", "repeat_penalty")]
    [InlineData("organization_owner", "repeat_penalty")]
    public async Task For_the_penalty_on_what_came_before(string owner, string name)
    {
        await using var server = Of(owner);
        using var talk = Talk.OpenAi(server);

        await talk.PiecesAsync(Talk.Ask() with { Sampling = new TextSampling { RepetitionPenalty = 1.1 } });
        await talk.PiecesAsync(Talk.Ask() with { Sampling = new TextSampling { RepetitionPenalty = 1.2 } });

        server.Requests.Select(request => request.Path).ShouldBe(["/v1/models", "/v1/chat/completions", "/v1/chat/completions"]); // asked once what it is
        server.Requests[1].Json.GetProperty(name).GetDouble().ShouldBe(1.1);
    }

    [Theory]
    [InlineData("llamacpp", "grammar")]
    [InlineData("sglang", "ebnf")]
    [InlineData("vllm", "structured_outputs")]
    public async Task For_grammars(string owner, string name)
    {
        await using var server = Of(owner);
        using var talk = Talk.OpenAi(server);

        await talk.PiecesAsync(Talk.Ask() with { Format = new TextFormat(TextFormatKind.Grammar, Grammar: "root ::= \"a\"") });

        server.Requests[1].Json.GetProperty(name).ToString().ShouldContain("root ::= ");
    }

    [Fact]
    public async Task And_what_only_llama_server_knows_is_refused_by_others()
    {
        await using var llama = Of("llamacpp");
        await using var other = Of("vllm");
        using var talk = new Talk(new OutboundTarget("there", "openai", llama.Address), new OutboundTarget("other", "openai", other.Address));
        var request = Talk.Ask() with { Sampling = new TextSampling { TypicalP = 0.9, PenaltyWindow = 32, Dry = new DryPenalty(0.8) { Breakers = ["\n"] }, Mirostat = new Mirostat(2, 4, 0.2) } };

        await talk.PiecesAsync(request);
        var sent = llama.Requests[1].Json;
        (sent.GetProperty("typical_p").GetDouble(), sent.GetProperty("repeat_last_n").GetInt32(), sent.GetProperty("dry_multiplier").GetDouble(), sent.GetProperty("dry_sequence_breakers")[0].GetString(), sent.GetProperty("mirostat_tau").GetDouble())
            .ShouldBe((0.9, 32, 0.8, "\n", 4.0));

        var refusal = await Should.ThrowAsync<NodeFailure>(async () => await talk.Answers.AnswerAsync(new RemoteSource("other", "tale"), request, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        (refusal.Input, refusal.Message).ShouldBe(("Sampling", "The target other is no llama-server: it has neither typical sampling, DRY, mirostat nor a window for penalties; leave them out."));
        other.Requests.ShouldHaveSingleItem().Path.ShouldBe("/v1/models");
    }

    [Fact]
    public async Task And_a_grammar_goes_to_nobody_who_does_not_know_it()
    {
        await using var server = Of("system");
        using var talk = Talk.OpenAi(server);

        (await talk.FailureAsync(Talk.Ask() with { Format = new TextFormat(TextFormatKind.Grammar, Grammar: "root ::= \"a\"") })).Input.ShouldBe("Format");
    }

    private static RecordedServer Of(string owner) => new((request, _) => request.Path == "/v1/models"
        ? Reply.Json($$"""{"object":"list","data":[{"id":"tale","object":"model","created":1700000000,"owned_by":"{{owner}}"}]}""")
        : Reply.Events(End("stop")));
}
