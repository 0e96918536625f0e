using System.Runtime.InteropServices;
using MySpinBot.Core.Messages.Calling;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Working;

public sealed class Capabilities_are_called : IAsyncLifetime
{
    private const int Window = 64 << 10;

    private readonly TemporaryFolder _folder = new();
    private TestWorker _worker = null!;

    public async ValueTask InitializeAsync() => _worker = await TestWorker.Start(_folder);

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Text_is_told_in_pieces_and_then_the_end()
    {
        Call(1, Asking("echo", "to be or not"));

        (await EndOf(1)).ShouldBe(new CallEnded(1, null));
        PiecesOf(1).Select(piece => piece.Text).ShouldBe(["to", " be", " or", " not", ""]);
        PiecesOf(1)[^1].ShouldSatisfyAllConditions(last => last.End.ShouldBe(TextEnd.Stop), last => last.Usage.ShouldBe(new TextUsage(5, 0, 4)));
    }

    [Fact]
    public async Task Many_calls_go_on_side_by_side_and_beside_jobs()
    {
        for (var call = 0; call < 100; call++)
        {
            Call(call, Asking("echo", $"{call} a b c"));
        }

        var job = _worker.Run("load -> blur -> preview");
        for (var call = 0; call < 100; call++)
        {
            (await EndOf(call)).Fault.ShouldBeNull();
            string.Concat(PiecesOf(call).Select(piece => piece.Text)).ShouldBe($"{call} a b c");
        }

        await _worker.EndOf(job);
    }

    [Fact]
    public async Task Vectors_are_told_as_their_numbers()
    {
        Call(1, new EmbeddingRequest("echo", ["one", "three"]));

        (await EndOf(1)).ShouldBe(new CallEnded(1, null, 8));
        var (signal, bytes) = _worker.Heard.Single(heard => heard.Signal is VectorsTold);
        ((VectorsTold)signal).Width.ShouldBe(2);
        MemoryMarshal.Cast<byte, float>(bytes).ToArray().ShouldBe([0.6f, 0.8f, 0.6f, 0.8f]);
    }

    [Fact]
    public async Task Models_are_listed_for_what_they_can()
    {
        _worker.Send(new CallCapability(1, CapabilityKind.Models, "a list", Window));

        (await EndOf(1)).Fault.ShouldBeNull();
        var models = LinesOf<CapableModel>(1);
        models.ShouldContain(new CapableModel(CapabilityKind.Text, "echo", "local", null, null));
        models.ShouldContain(new CapableModel(CapabilityKind.Embedding, "echo", "local", null, null));
        models.Select(model => (model.Kind, model.Name)).ShouldBeUnique();
    }

    [Fact]
    public async Task What_is_wrong_says_whose_fault_it_is()
    {
        Call(1, Asking("nobody", "x"));
        Call(2, Asking("faulty", "x"));
        Call(3, Asking("broken", "x"));

        (await EndOf(1)).Fault.ShouldBe(new CallFault(CallFaultKind.Request, "There is no model 'nobody'.", "Model", "model_not_found"));
        (await EndOf(2)).Fault.ShouldBe(new CallFault(CallFaultKind.Plugin, "The plugin with model 'faulty' failed: I never work. (InvalidOperationException)"));
        (await EndOf(3)).Fault.ShouldBe(new CallFault(CallFaultKind.Plugin, "The rest is not known."));
        PiecesOf(3).ShouldHaveSingleItem().Text.ShouldBe("half");
    }

    [Fact]
    public async Task A_call_that_nobody_waits_for_ends()
    {
        Call(1, Asking("endless", "x"));
        await _worker.Hear<CallTold>(told => told.Call == 1);

        _worker.Send(new CancelCall(1));

        (await EndOf(1)).Fault!.Kind.ShouldBe(CallFaultKind.Worker);
        File.Exists(_folder.Sub(Path.Join("signs", "endless ended"))).ShouldBeTrue();
        _worker.Send(new CancelCall(1));
        Call(2, Asking("echo", "still there"));
        (await EndOf(2)).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Who_does_not_read_on_keeps_his_own_call_waiting_and_nobody_elses()
    {
        Call(1, Asking("flood", "x"));
        await UntilToldAsync(1, Window);
        var told = BytesOf(1);
        Call(2, Asking("echo", "nobody waits"));
        (await EndOf(2)).Fault.ShouldBeNull();

        BytesOf(1).ShouldBe(told);
        told.ShouldBeLessThan(Window + 20_000);
        _worker.Send(new ReadOn(1, Window));
        await UntilToldAsync(1, told + Window);

        _worker.Send(new CancelCall(1));
        await EndOf(1);
    }

    [Fact]
    public async Task What_it_leases_is_given_back_and_says_whose_it_is()
    {
        Call(1, Asking("leaser", "x"));
        await _worker.Hear<CallTold>(told => told.Call == 1);
        PiecesOf(1)[0].Text.ShouldBe("True");
        (await _worker.Hear<LedgerTold>(told => LineOf(told) is { Leases: 1 })).ShouldSatisfyAllConditions(told => LineOf(told)!.UsedBy.ShouldBe(["call 1"]));

        await File.WriteAllTextAsync(_folder.Sub(Path.Join("signs", "go")), "");

        (await EndOf(1)).Fault.ShouldBeNull();
        await _worker.Hear<LedgerTold>(told => LineOf(told) is { Leases: 0 });
    }

    [Fact]
    public async Task A_call_that_runs_alone_waits_for_it()
    {
        Call(1, Asking("endless", "x"));
        await _worker.Hear<CallTold>(told => told.Call == 1);
        var job = _worker.Run(TestWorker.Drawn("load -> alone -> preview"));
        await _worker.HearOf(job, "load");
        Call(2, Asking("echo", "after you"));

        _worker.Send(new CancelCall(1));

        await EndOf(1);
        (await _worker.EndOf(job)).Outcome.ShouldBe(RunOutcome.Succeeded);
        (await EndOf(2)).Fault.ShouldBeNull();
    }

    private static TextRequest Asking(string model, string text) => new() { Model = model, Prompt = text };

    private static LedgerLine? LineOf(LedgerTold told) => told.Devices.SelectMany(device => device.Held).FirstOrDefault(line => line.Name == "echo weights");

    private void Call<T>(long call, T request)
        => _worker.Send(
            new CallCapability(call, request is TextRequest ? CapabilityKind.Text : CapabilityKind.Embedding, $"call {call}", Window),
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(request, CapabilityJson.Options));

    private Task<CallEnded> EndOf(long call) => _worker.Hear<CallEnded>(ended => ended.Call == call);

    private List<TextPiece> PiecesOf(long call) => LinesOf<TextPiece>(call);

    private List<T> LinesOf<T>(long call) => [.. _worker.Heard.Where(heard => heard.Signal is CallTold told && told.Call == call).SelectMany(heard => CapabilityJson.ReadLines<T>(heard.Bytes))];

    private int BytesOf(long call) => _worker.Heard.Where(heard => heard.Signal is CallTold told && told.Call == call).Sum(heard => heard.Bytes.Length);

    private async Task UntilToldAsync(long call, int bytes)
    {
        while (BytesOf(call) < bytes)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
