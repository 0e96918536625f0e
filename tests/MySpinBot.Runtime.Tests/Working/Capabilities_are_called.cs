using System.Runtime.InteropServices;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Calling;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Working;

public sealed class Capabilities_are_called(EchoingWorker echoing) : IClassFixture<EchoingWorker>
{
    private const int Window = 64 << 10;

    private readonly TestWorker _worker = echoing.Worker;
    private readonly TemporaryFolder _folder = echoing.Folder;

    [Fact]
    public async Task Text_is_told_in_pieces_and_then_the_end()
    {
        Call(11, Asking("echo", "to be or not"));

        (await EndOf(11)).ShouldBe(new CallEnded(11, null));
        PiecesOf(11).Select(piece => piece.Text).ShouldBe(["to", " be", " or", " not", ""]);
        PiecesOf(11)[^1].ShouldSatisfyAllConditions(last => last.End.ShouldBe(TextEnd.Stop), last => last.Usage.ShouldBe(new TextUsage(5, 0, 4)));
    }

    [Fact]
    public async Task Many_calls_go_on_side_by_side_and_beside_jobs()
    {
        for (var call = 0; call < 100; call++)
        {
            Call(1_000 + call, Asking("echo", $"{call} a b c"));
        }

        var job = _worker.Run("load -> blur -> preview");
        for (var call = 0; call < 100; call++)
        {
            (await EndOf(1_000 + call)).Fault.ShouldBeNull();
            string.Concat(PiecesOf(1_000 + call).Select(piece => piece.Text)).ShouldBe($"{call} a b c");
        }

        await _worker.EndOf(job);
    }

    [Fact]
    public async Task Vectors_are_told_as_their_numbers()
    {
        Call(31, new EmbeddingRequest("echo", ["one", "three"]));

        (await EndOf(31)).ShouldBe(new CallEnded(31, null, 8));
        var (signal, bytes) = _worker.Heard.Single(heard => heard.Signal is VectorsTold);
        ((VectorsTold)signal).Width.ShouldBe(2);
        MemoryMarshal.Cast<byte, float>(bytes).ToArray().ShouldBe([0.6f, 0.8f, 0.6f, 0.8f]);
    }

    [Fact]
    public async Task Models_are_listed_for_what_they_can()
    {
        _worker.Send(new CallCapability(41, CapabilityKind.Models, "a list", Window));

        (await EndOf(41)).Fault.ShouldBeNull();
        var models = LinesOf<CapableModel>(41);
        models.ShouldContain(new CapableModel(CapabilityKind.Text, "echo", "local", null, null));
        models.ShouldContain(new CapableModel(CapabilityKind.Embedding, "echo", "local", null, null));
        models.Select(model => (model.Kind, model.Name)).ShouldBeUnique();
    }

    [Fact]
    public async Task What_is_wrong_says_whose_fault_it_is()
    {
        Call(51, Asking("nobody", "x"));
        Call(52, Asking("faulty", "x"));
        Call(53, Asking("broken", "x"));

        (await EndOf(51)).Fault.ShouldBe(new CallFault(CallFaultKind.Request, "There is no model 'nobody'.", "Model", "model_not_found"));
        (await EndOf(52)).Fault.ShouldBe(new CallFault(CallFaultKind.Plugin, "The plugin with model 'faulty' failed: I never work. (InvalidOperationException)"));
        (await EndOf(53)).Fault.ShouldBe(new CallFault(CallFaultKind.Plugin, "The rest is not known."));
        PiecesOf(53).ShouldHaveSingleItem().Text.ShouldBe("half");
    }

    [Fact]
    public async Task A_call_that_nobody_waits_for_ends()
    {
        File.Delete(_folder.Sub(Path.Join("signs", "endless ended")));
        Call(61, Asking("endless", "x"));
        await _worker.Hear<CallTold>(told => told.Call == 61);

        _worker.Send(new CancelCall(61));

        (await EndOf(61)).Fault!.Kind.ShouldBe(CallFaultKind.Worker);
        File.Exists(_folder.Sub(Path.Join("signs", "endless ended"))).ShouldBeTrue();
        _worker.Send(new CancelCall(61));
        Call(62, Asking("echo", "still there"));
        (await EndOf(62)).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Who_does_not_read_on_keeps_his_own_call_waiting_and_nobody_elses()
    {
        Call(71, Asking("flood", "x"));
        await UntilToldAsync(71, Window);
        var told = BytesOf(71);
        Call(72, Asking("echo", "nobody waits"));
        (await EndOf(72)).Fault.ShouldBeNull();

        BytesOf(71).ShouldBe(told);
        told.ShouldBeLessThan(Window + 20_000);
        _worker.Send(new ReadOn(71, Window));
        await UntilToldAsync(71, told + Window);

        _worker.Send(new CancelCall(71));
        await EndOf(71);
    }

    [Fact]
    public async Task What_it_leases_is_given_back_and_says_whose_it_is()
    {
        Call(81, Asking("leaser", "x"));
        await _worker.Hear<CallTold>(told => told.Call == 81);
        PiecesOf(81)[0].Text.ShouldBe("True");
        (await _worker.Hear<LedgerTold>(told => LineOf(told) is { Leases: 1 })).ShouldSatisfyAllConditions(told => LineOf(told)!.UsedBy.ShouldBe(["call 81"]));

        await File.WriteAllTextAsync(_folder.Sub(Path.Join("signs", "go")), "");

        (await EndOf(81)).Fault.ShouldBeNull();
        await _worker.Hear<LedgerTold>(told => LineOf(told) is { Leases: 0 });
    }

    [Fact]
    public async Task A_call_that_runs_alone_waits_for_it()
    {
        Call(91, Asking("endless", "x"));
        await _worker.Hear<CallTold>(told => told.Call == 91);
        var job = _worker.Run(TestWorker.Drawn("load -> alone -> preview"));
        await _worker.HearOf(job, "load");
        Call(92, Asking("echo", "after you"));

        _worker.Send(new CancelCall(91));

        await EndOf(91);
        (await _worker.EndOf(job)).Outcome.ShouldBe(RunOutcome.Succeeded);
        (await EndOf(92)).Fault.ShouldBeNull();
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

/// <summary>A worker with models that echo.</summary>
public sealed class EchoingWorker : IAsyncLifetime
{
    internal TemporaryFolder Folder { get; } = new();

    internal TestWorker Worker { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Worker = await TestWorker.Start(Folder);

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        Folder.Dispose();
    }
}
