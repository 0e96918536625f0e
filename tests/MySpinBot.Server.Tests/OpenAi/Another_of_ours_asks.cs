using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Nodes.Llm.Remote;
using MySpinBot.Runtime.Memory;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Tests.OpenAi;

/// <summary>What one server asks of another: the nodes' client of remote models, and our own interface, over real HTTP.</summary>
public sealed class Another_of_ours_asks
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task And_all_that_it_asks_arrives()
    {
        await using var server = await AnsweringServer.StartAsync();
        using var client = new Client(server);
        var request = new TextRequest
        {
            Model = "echo",
            Messages =
            [
                new("system", "Be kind."),
                new("user", "Rome?") { Name = "Ada" },
                new("assistant", null) { ToolCalls = [new ToolCall("c1", "weather", """{"city": "Rome"}""")] },
                new("tool", "rain") { ToolCallId = "c1" },
                new("user", """{"age":7}"""),
            ],
            MaxTokens = 5,
            Stop = ["END", "\n\n"],
            Format = TextFormat.Of(JsonElement.Parse("""{"type":"object"}""")),
            Tools = [new ToolDeclaration("weather", "Tells it.", JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string"}}}"""))],
            ToolChoice = new ToolChoice(ToolChoiceKind.Named, "weather"),
            ParallelToolCalls = false,
            LogProbabilities = 2,
            TemplateVariables = JsonElement.Parse("""{"enable_thinking":false}"""),
            Repeatable = true,
            Sampling = new TextSampling
            {
                Temperature = 0.5, Seed = 7, TopK = 10, TopP = 0.9, MinP = 0.1, TypicalP = 0.8, RepetitionPenalty = 1.1, FrequencyPenalty = 1, PresencePenalty = -1, PenaltyWindow = 32,
                Dry = new DryPenalty(0.8, 2, 3, 100) { Breakers = ["."] }, Mirostat = new Mirostat(2, 4, 0.2), LogitBias = new Dictionary<int, double> { [3] = 1.5 },
            },
        };

        var pieces = await client.PiecesAsync("echo", request);

        server.Models.Asked.TryDequeue(out var asked).ShouldBeTrue();
        JsonSerializer.Serialize(asked).ShouldBe(JsonSerializer.Serialize(request));
        string.Concat(pieces.Select(piece => piece.Text)).ShouldBe("""{"age":7}""");
        pieces[0].Tokens.ShouldHaveSingleItem().Likeliest.Count.ShouldBe(2);
        (pieces[^1].End, pieces[^1].Usage!.Prompt, pieces[^1].Usage!.Reused, pieces[^1].Usage!.Written).ShouldBe((TextEnd.Stop, 7, 3, 1));
    }

    [Fact]
    public async Task And_words_thoughts_and_calls_come_back()
    {
        await using var server = await AnsweringServer.StartAsync();
        using var client = new Client(server);
        var tools = new[] { new ToolDeclaration("weather", null, null), new ToolDeclaration("clock", null, null) };

        var thought = await client.PiecesAsync("thinker", Ask("so it is"));
        var called = await client.PiecesAsync("caller", Ask("x") with { Tools = tools });
        var cut = await client.PiecesAsync("echo", new TextRequest { Model = "", Prompt = "one two three", MaxTokens = 2 });

        (string.Concat(thought.Select(piece => piece.Reasoning)), string.Concat(thought.Select(piece => piece.Text))).ShouldBe(("Hmm.", "so it is"));
        called.SelectMany(piece => piece.ToolCalls).Where(piece => piece.Name is not null).Select(piece => (piece.Index, piece.Name)).ShouldBe([(0, "weather"), (1, "clock")]);
        string.Concat(called.SelectMany(piece => piece.ToolCalls).Where(piece => piece.Index == 1).Select(piece => piece.Arguments)).ShouldBe("""{"city":"town 1"}""");
        called[^1].End.ShouldBe(TextEnd.ToolCalls);
        (string.Concat(cut.Select(piece => piece.Text)), cut[^1].End).ShouldBe(("one two", TextEnd.Length));
    }

    [Fact]
    public async Task And_models_and_vectors_come_back()
    {
        await using var server = await AnsweringServer.StartAsync();
        using var client = new Client(server);

        var models = await client.Answers.ListAsync(Cancellation);
        var vectors = await client.Answers.EmbedAsync(new RemoteSource("ours", "vectors"), ["four", "a"], 2, Cancellation);

        models.Select(model => model.Name).ShouldContain("ours/small/echo");
        vectors.Vectors.Count.ShouldBe(2);
        (vectors.Vectors[0].Span[0] / vectors.Vectors[0].Span[1]).ShouldBe(8f, 0.001f); // 4 to 0.5, of length one
        vectors.Tokens.ShouldBe(5);
    }

    [Theory]
    [InlineData("nobody", "There is no model 'nobody'.", "model_not_found")]
    [InlineData("wrong", "The prompt has 9 tokens, and the context 8.", "context_length_exceeded")]
    [InlineData("lost", "The worker that did this was killed.", null)]
    [InlineData("broken", "The worker that did this was killed.", null)]
    public async Task And_what_is_wrong_is_told_in_the_words_of_the_other(string model, string sentence, string? code)
    {
        await using var server = await AnsweringServer.StartAsync();
        using var client = new Client(server);

        var failure = await Should.ThrowAsync<NodeFailure>(() => client.PiecesAsync(model, Ask("half")));

        failure.Message.ShouldContain(sentence);
        failure.Code.ShouldBe(code);
    }

    [Fact]
    public async Task With_a_key_where_one_is_wanted()
    {
        await using var server = await AnsweringServer.StartAsync(keys: [("anna", "msb_key_of_anna")]);
        using var with = new Client(server, "msb_key_of_anna");
        using var without = new Client(server, "msb_another");

        (await with.PiecesAsync("echo", Ask("hello")))[0].Text.ShouldBe("hello");
        (await Should.ThrowAsync<NodeFailure>(() => without.PiecesAsync("echo", Ask("hello")))).Message.ShouldContain("It does not take the key that targets.keys has for ours.");
    }

    [Fact]
    public async Task And_hangs_up_when_it_has_heard_enough()
    {
        await using var server = await AnsweringServer.StartAsync();
        using var client = new Client(server);
        server.Models.Words.Release();

        await foreach (var piece in client.Answers.AnswerAsync(new RemoteSource("ours", "slow"), Ask("one two three"), Cancellation))
        {
            piece.Text.ShouldBe("one");
            break;
        }

        while (Volatile.Read(ref server.Models.Left) == 0)
        {
            await Task.Delay(10, Cancellation);
        }

        server.Models.Open.ShouldBe(0);
    }

    private static TextRequest Ask(string text) => new() { Model = "", Messages = [new("user", text)] };

    private sealed class Client : IDisposable, IOutboundTargets, INodeLog
    {
        public Client(AnsweringServer server, string? key = null)
        {
            All = [new OutboundTarget("ours", "openai", server.Address) { Key = key, Retries = 0 }];
            Answers = new RemoteAnswers(this, new ModelShelf(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = 1 << 20 }, TimeProvider.System), this, TimeProvider.System);
        }

        public IReadOnlyList<OutboundTarget> All { get; }

        public RemoteAnswers Answers { get; }

        public async Task<List<TextPiece>> PiecesAsync(string model, TextRequest request)
        {
            var pieces = new List<TextPiece>();
            await foreach (var piece in Answers.AnswerAsync(new RemoteSource("ours", model), request, Cancellation))
            {
                pieces.Add(piece);
            }

            return pieces;
        }

        public void Info(string message)
        {
        }

        public void Warn(string message)
        {
        }

        public void Dispose() => Answers.Dispose();
    }
}
