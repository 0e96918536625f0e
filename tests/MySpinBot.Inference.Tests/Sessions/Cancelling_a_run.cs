using System.Diagnostics;

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
        var (cancelled, random) = (0, new Random(3));
        for (var i = 0; i < 30; i++)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.NextDouble() * 20));
            try
            {
                OnnxSession.Load(OnnxModel.FromFile(Upscaler.File), ComputeDevice.Cpu, cancel.Token).Dispose();
            }
            catch (OperationCanceledException told)
            {
                told.CancellationToken.ShouldBe(cancel.Token);
                cancelled++;
            }
        }

        cancelled.ShouldBeGreaterThan(0);
    }
}
