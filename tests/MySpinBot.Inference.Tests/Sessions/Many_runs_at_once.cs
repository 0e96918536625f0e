namespace MySpinBot.Inference.Tests;

public sealed class Many_runs_at_once
{
    private const int Side = 48;
    private const string Name = "twenty";

    [Fact]
    public void Twenty_sessions_add_no_threads()
    {
        var (before, control, after) = (0, 0, 0);

        // A thread that native code starts has the name of the one that started it.
        var thread = new Thread(() =>
        {
            using var first = Upscaler.Load();
            before = ThreadsNamed(Name);
            using (var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = 4 })
            using (new Microsoft.ML.OnnxRuntime.InferenceSession(Upscaler.File, options))
            {
                control = ThreadsNamed(Name);
            }

            var sessions = Enumerable.Range(0, 20).Select(_ => Upscaler.Load()).ToList();
            sessions.ForEach(session => Upscaler.Run(session, Upscaler.Picture(8), 8));
            after = ThreadsNamed(Name);
            sessions.ForEach(session => session.Dispose());
        }) { Name = Name };
        thread.Start();
        thread.Join();

        control.ShouldBe(before + 3, "a session with threads of its own is seen");
        after.ShouldBe(before);
    }

    [Fact]
    public async Task Eight_overlapping_runs_give_what_each_gives_alone()
    {
        using var session = Upscaler.Load();
        var pictures = Enumerable.Range(0, 8).Select(i => Upscaler.Picture(Side, i)).ToList();
        var alone = pictures.ConvertAll(picture => Upscaler.Run(session, picture, Side));

        var beside = await Task.WhenAll(pictures.Select(picture => Task.Run(() => Upscaler.Run(session, picture, Side))));

        for (var i = 0; i < beside.Length; i++)
        {
            beside[i].ShouldBe(alone[i]);
        }
    }

    [Fact]
    public async Task A_session_whose_runs_stay_on_their_callers_gives_the_same()
    {
        using var shared = Upscaler.Load();
        using var alone = Upscaler.Load(new OnnxSessionOptions { RunsOnCaller = true });
        var picture = Upscaler.Picture(Side);
        var expected = Upscaler.Run(shared, picture, Side);

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Upscaler.Run(alone, picture, Side))));

        results.ShouldAllBe(result => result.Zip(expected, (a, b) => Math.Abs(a - b)).Max() < 1e-5f);
    }

    [Fact]
    public async Task Disposing_a_session_lets_its_runs_end()
    {
        for (var round = 0; round < 10; round++)
        {
            var session = Upscaler.Load();
            var picture = Upscaler.Picture(Side);
            var expected = Upscaler.Run(session, picture, Side);
            var runs = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Upscaler.Run(session, picture, Side))).ToList();
            session.Dispose();
            session.Dispose();

            foreach (var run in runs)
            {
                // Those that had begun give their result; those that had not are told that it is too late.
                (await GivenOrTooLate(run) ?? expected).ShouldBe(expected);
            }

            Should.Throw<ObjectDisposedException>(() => Upscaler.Run(session, picture, Side));
        }
    }

    [Fact]
    public async Task A_tensor_that_is_disposed_while_it_is_used_is_freed_after_the_run()
    {
        using var session = Upscaler.Load();
        var picture = Upscaler.Picture(Side);
        var expected = Upscaler.Run(session, picture, Side);
        for (var round = 0; round < 10; round++)
        {
            var input = Tensor.Allocate(Checkpoints.TensorType.Float32, 1, 3, Side, Side);
            picture.CopyTo(input.Floats);
            var run = Task.Run(() => session.Run(new Dictionary<string, Tensor> { [session.Model.Inputs[0].Name] = input }, default).Values.Single().ToFloats());
            input.Dispose();
            (await GivenOrTooLate(run) ?? expected).ShouldBe(expected);
        }
    }

    private static async Task<float[]?> GivenOrTooLate(Task<float[]> run)
    {
        try
        {
            return await run;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    private static int ThreadsNamed(string name) => Directory.EnumerateDirectories("/proc/self/task").Count(task => Comm(task) == name);

    private static string Comm(string task)
    {
        try
        {
            return File.ReadAllText(Path.Join(task, "comm")).Trim();
        }
        catch (IOException)
        {
            // It has just ended.
            return "";
        }
    }
}
