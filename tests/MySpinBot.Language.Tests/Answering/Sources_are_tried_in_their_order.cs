using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Nodes.Llm.Answering;
using MySpinBot.Sdk;
using static MySpinBot.Language.Tests.Remote.Answers_of_servers_like_OpenAIs;

namespace MySpinBot.Language.Tests.Answering;

public sealed class Sources_are_tried_in_their_order
{
    private static readonly RemoteSource First = new("first", "tale");
    private static readonly RemoteSource Second = new("second", "saga");

    [Fact]
    public async Task The_first_that_answers_is_taken_and_the_others_are_left_alone()
    {
        await using var first = Good("one");
        await using var second = Good("two");

        (await TextAsync(first.Address, second.Address)).Text.ShouldBe("one");
        second.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_fails_before_it_begins_makes_room_for_the_next()
    {
        await using var second = Good("two");

        var (text, talk) = await TextAsync(new Uri("http://127.0.0.1:1"), second.Address);

        text.ShouldBe("two");
        talk.Warnings.ShouldHaveSingleItem().ShouldBe("first/tale gave no answer, so second/saga is asked. The target first (http://127.0.0.1:1) cannot be reached: nothing listens there.");
    }

    [Fact]
    public async Task One_that_fails_after_it_began_does_not()
    {
        await using var first = new RecordedServer(Reply.Events(Delta("""{"content":"Once"}"""), """{"error":{"message":"gone"}}"""));
        await using var second = Good("two");

        (await Should.ThrowAsync<NodeFailure>(() => TextAsync(first.Address, second.Address))).Message.ShouldContain("broke off: gone.");
        second.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_all_fail_the_reason_of_each_is_told()
    {
        await using var second = new RecordedServer(Reply.Json("""{"error":"model 'saga' not found"}""", 404));

        var failure = await Should.ThrowAsync<NodeFailure>(() => TextAsync(new Uri("http://127.0.0.1:1"), second.Address));

        failure.Message.ShouldStartWith("None of the 2 sources of the model gave an answer. first/tale: The target first (http://127.0.0.1:1) cannot be reached: nothing listens there. second/saga: ");
        failure.Message.ShouldContain("model 'saga' not found");
    }

    [Fact]
    public async Task Cancelling_asks_nobody_else()
    {
        await using var first = new RecordedServer(new Reply { Ending = Ending.SilentFromTheStart });
        await using var second = Good("two");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<OperationCanceledException>(() => TextAsync(first.Address, second.Address, stop.Token));
        second.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Vectors_are_asked_for_in_the_same_order()
    {
        using var talk = new Talk();
        var asked = new List<LanguageSource>();

        var given = await FallbackOrder.FirstAsync([First, Second], source =>
        {
            asked.Add(source);
            return source == First ? throw new NodeFailure("No.") : ValueTask.FromResult(7);
        }, talk);

        given.ShouldBe(7);
        asked.ShouldBe([First, Second]);
    }

    private static RecordedServer Good(string text) => new(Reply.Events(Delta($$"""{"content":"{{text}}"}"""), End("stop")));

    private static async Task<(string Text, Talk Talk)> TextAsync(Uri first, Uri second, CancellationToken cancellation = default)
    {
        using var talk = new Talk(new OutboundTarget("first", "openai", first) { Retries = 0 }, new OutboundTarget("second", "openai", second) { Retries = 0 });
        var text = "";
        await foreach (var piece in FallbackOrder.AnswerAsync([First, Second], source => talk.Answers.AnswerAsync((RemoteSource)source, Talk.Ask(), cancellation), talk, cancellation))
        {
            text += piece.Text;
        }

        return (text, talk);
    }
}
