using System.Diagnostics;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

public sealed class Cancelling_a_run
{
    [Fact]
    public void The_session_stays_good_however_often_it_is_cancelled_and_whenever()
    {
        const int side = 40;
        using var session = Upscaler.Load();
        var picture = Upscaler.Picture(side);
        var clock = Stopwatch.StartNew();
        var expected = Upscaler.Run(session, picture, side);
        var one = clock.Elapsed;
        var (cancelled, random) = (0, new Random(7));

        for (var i = 0; i < 100; i++)
        {
            using var cancel = new CancellationTokenSource(one * random.NextDouble());
            try
            {
                Upscaler.Run(session, picture, side, cancel.Token).ShouldBe(expected);
            }
            catch (OperationCanceledException told)
            {
                told.CancellationToken.ShouldBe(cancel.Token);
                cancelled++;
            }
        }

        cancelled.ShouldBeGreaterThan(0);
        Upscaler.Run(session, picture, side).ShouldBe(expected);
    }

    [Fact]
    public async Task One_that_is_cancelled_does_not_end_those_beside_it()
    {
        const int side = 64;
        using var session = Upscaler.Load();
        using var cancel = new CancellationTokenSource();
        var picture = Upscaler.Picture(side);
        var expected = Upscaler.Run(session, picture, side);
        var goes = Task.Run(() => Upscaler.Run(session, picture, side));
        var ends = Task.Run(() => Upscaler.Run(session, Upscaler.Picture(256), 256, cancel.Token));

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => ends);
        (await goes).ShouldBe(expected);
    }

    [Fact]
    public void What_is_cancelled_before_it_begins_does_nothing()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        using var session = Upscaler.Load();
        Should.Throw<OperationCanceledException>(() => Upscaler.Run(session, Upscaler.Picture(8), 8, cancel.Token));
        Should.Throw<OperationCanceledException>(() => OnnxSession.Load(OnnxModel.FromFile(Upscaler.File), ComputeDevice.Cpu, cancel.Token));
    }

    [Fact]
    public void A_load_can_be_cancelled_while_it_lasts()
    {
        // Thousands of convolutions take many times as long to load as the moment after which nobody wants them. A thread of its own says so: timers wait for the pool, which other tests keep busy.
        var weights = new MemoryTensors().Add("weight", new float[32 * 32 * 9], 32, 32, 3, 3);
        var graph = new OnnxGraphBuilder("deep");
        var x = graph.Input("x", TensorType.Float32, 1, 32, Dim.Of("height"), Dim.Of("width"));
        for (var i = 0; i < 3000; i++)
        {
            x = graph.Relu(graph.Conv(x, graph.Weight(weights, "weight"), padding: 1));
        }

        graph.Output("y", x);
        var model = OnnxModel.Of(graph.Build());
        using var cancel = new CancellationTokenSource();
        using var never = new ManualResetEventSlim();
        var canceller = new Thread(() =>
        {
            never.Wait(TimeSpan.FromMilliseconds(20));
            cancel.Cancel();
        });
        canceller.Start();

        Should.Throw<OperationCanceledException>(() => OnnxSession.Load(model, ComputeDevice.Cpu, cancel.Token).Dispose()).CancellationToken.ShouldBe(cancel.Token);
        canceller.Join();
    }
}
