using System.Diagnostics;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Working;

namespace MySpinBot.Runtime.Tests.Working;

public sealed class One_worker_has_the_data_folder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Another_waits_until_it_has_gone()
    {
        await using var first = await TestWorker.Start(_folder);
        await using var second = TestWorker.Begin(_folder, patience: 600);
        second.Send(new Ping(1));
        await second.Hear<Pong>();
        second.Heard.ShouldAllBe(heard => heard.Signal is Pong);

        first.Send(new StopWorker());

        (await first.Gone()).Code.ShouldBe(0);
        await second.Hear<WorkerReady>();
    }

    [Fact]
    public async Task One_that_was_stopped_and_does_not_go_is_ended_by_the_next()
    {
        await using var first = await TestWorker.Start(_folder);
        Process.Start("kill", ["-STOP", $"{first.Process.Id}"]).WaitForExit();
        first.Pipe.Close();

        await using var second = await TestWorker.Start(_folder, patience: 0.2);

        (await first.Gone()).Code.ShouldBe(128 + 9);
        (await second.Hear<WorkerLogged>()).Message.ShouldBe($"The worker before this one (process {first.Process.Id}) did not go, and was ended.");
    }

    [Fact]
    public async Task A_process_that_only_has_the_number_of_the_holder_is_not_touched()
    {
        // The lock is held by this process under the name of another one's number: that one was started at another time.
        using var innocent = Process.Start("sleep", ["3600"]);
        Directory.CreateDirectory(_folder.Sub("data"));
        using (await DataLock.TakeAsync(_folder.Sub("data"), TimeSpan.FromSeconds(1), TimeProvider.System, _ => { }, TestContext.Current.CancellationToken))
        {
            using (var file = Posix.Open(_folder.Sub("data", "worker.lock")))
            {
                RandomAccess.Write(file, System.Text.Encoding.ASCII.GetBytes($"{innocent.Id} 12".PadRight(64)), 0);
            }

            await using var worker = TestWorker.Begin(_folder, patience: 0.1);

            (await worker.Hear<WorkerLogged>()).Message.ShouldContain("does not name a process of this machine");
            innocent.HasExited.ShouldBeFalse();
        }

        innocent.Kill();
    }
}
