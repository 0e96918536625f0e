using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Calling;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Tests.Workers;

/// <summary>A worker without an engine: it does what its arguments say, one after the other, and then sleeps. <c>2/kill</c> is done in its second life only, <c>1-2/kill</c> in the first two.</summary>
internal static partial class ScriptedWorker
{
    private static readonly Stream Input = Console.OpenStandardInput();
    private static readonly Stream Output = Console.OpenStandardOutput();
    private static readonly Lock Writing = new();
    private static bool _isSilent;

    public static int Run(string[] script)
    {
        var life = Born(script[0]);
        foreach (var act in script.Skip(1))
        {
            var parts = char.IsAsciiDigit(act[0]) ? act.Split('/', 2) : [act];
            if (parts.Length == 1 || IsIn(parts[0], life))
            {
                Do(parts[^1].Split(':', 2));
            }
        }

        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    private static int Born(string file)
    {
        var lives = File.Exists(file) ? File.ReadAllLines(file).Length + 1 : 1;
        File.AppendAllText(file, $"{Environment.ProcessId}\n");
        return lives;
    }

    private static bool IsIn(string lives, int life)
    {
        var bounds = lives.Split('-').Select(bound => int.Parse(bound, CultureInfo.InvariantCulture)).ToArray();
        return life >= bounds[0] && life <= bounds[^1];
    }

    private static void Do(string[] act)
    {
        var what = act.Length > 1 ? act[1] : "";
        switch (act[0])
        {
            case "ready":
                Say(new WorkerReady(Environment.ProcessId));
                break;
            case "catalog":
                Say(new CatalogTold(Catalogs.SomeCatalogs.Of(what)));
                break;
            case "obey":
                new Thread(() => Obey(stops: what != "but stop")) { IsBackground = true }.Start();
                break;
            case "tell":
                Tell(int.Parse(what, CultureInfo.InvariantCulture));
                break;
            case "flood":
                Flood(int.Parse(what, CultureInfo.InvariantCulture));
                break;
            case "preview":
                Say(new JobPreviewed(Guid.Empty, "n"), new byte[int.Parse(what, CultureInfo.InvariantCulture)]);
                break;
            case "in":
                Enter(what);
                break;
            case "child":
                File.WriteAllText(what, Process.Start(new ProcessStartInfo("sleep", "600"))!.Id.ToString(CultureInfo.InvariantCulture));
                break;
            case "print":
                Write(Encoding.UTF8.GetBytes(what));
                break;
            case "half":
                Write(Frame.Of<WorkerSignal>(new WorkerReady(1)).AsSpan(0, 9));
                break;
            case "err":
                Console.Error.WriteLine(what);
                break;
            case "errs":
                Console.Error.Write(string.Concat(Enumerable.Range(0, int.Parse(what, CultureInfo.InvariantCulture)).Select(i => $"line {i}\n")));
                break;
            case "await":
                SpinWait.SpinUntil(() => Thread.Yield() && File.Exists(what));
                break;
            case "close":
                CloseOutput();
                break;
            case "segfault":
                StringLength(16);
                break;
            case "kill":
                Signal(Environment.ProcessId, 9);
                break;
            case "stop":
                Signal(Environment.ProcessId, 19);
                break;
            case "abort":
                Environment.FailFast("Enough.");
                break;
            case "exit":
                Environment.Exit(int.Parse(what, CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"Nobody knows how to '{act[0]}'.");
        }
    }

    // The runtime keeps copies of the descriptor that it began with.
    private static void CloseOutput()
    {
        lock (Writing)
        {
            _isSilent = true;
            var pipe = new FileInfo("/proc/self/fd/1").LinkTarget;
            foreach (var copy in new DirectoryInfo("/proc/self/fd").GetFiles().Where(file => file.LinkTarget == pipe).ToList())
            {
                Close(int.Parse(copy.Name, CultureInfo.InvariantCulture));
            }
        }
    }

    private static void Tell(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Say(new JobTold(Guid.Empty, i == count - 1 ? new JobEnd(RunOutcome.Succeeded) : null), Encoding.UTF8.GetBytes($"{{\"n\":{i}}}"));
        }
    }

    private static void Flood(int count)
    {
        var one = Frame.Of<WorkerSignal>(new JobPassed(Guid.Empty, "node"), "{\"event\":\"progress\",\"node_id\":\"node\",\"done\":1,\"total\":2}"u8);
        var many = Enumerable.Repeat(one, 500).SelectMany(frame => frame).ToArray();
        for (var told = 0; told < count; told += 500)
        {
            Write(many);
        }
    }

    private static void Enter(string file)
    {
        using var calls = new FileStream(file, FileMode.OpenOrCreate);
        var slots = new byte[RunningCalls.FileSize];
        RunningCalls.Enter(slots.AsSpan(RunningCalls.SlotSize * 3, RunningCalls.SlotSize), Guid.Empty, "blur", 2);
        calls.Write(slots);
    }

    private static void Obey(bool stops)
    {
        var come = new List<byte>();
        var buffer = new byte[1 << 16];
        for (int read; (read = Input.Read(buffer)) > 0;)
        {
            come.AddRange(buffer.AsSpan(0, read));
            for (int taken; (taken = Frame.Read<WorkerCommand>(come.ToArray(), out var command, out var bytes)) > 0;)
            {
                come.RemoveRange(0, taken);
                Follow(command!, bytes, stops);
            }
        }

        Environment.Exit(0);
    }

    private static void Follow(WorkerCommand command, ReadOnlyMemory<byte> bytes, bool stops)
    {
        switch (command)
        {
            case Ping ping:
                Say(new Pong(ping.Number));
                break;
            case CheckGraph check when bytes.Length > 2:
                Say(new GraphChecked(check.Request, [new GraphProblem("odd", null, null, Encoding.UTF8.GetString(bytes.Span))]));
                break;
            case KeepModel keep:
                Say(new ModelKept(keep.Request, Kept(keep)));
                break;
            case LookAtDevices look:
                Say(new DevicesTold(look.Request, new DeviceSurvey(new HostFacts("Test", 2, [], 3, 2, 1), [], [new ProviderFacts("cpu", true, "Always there.")], [], [])));
                break;
            case CallCapability call:
                Answer(call);
                break;
            case ReadOn read:
                Say(new WorkerLogged("info", $"read on {read.Bytes}"));
                break;
            case CancelCall cancel:
                Say(new WorkerLogged("info", $"cancel {cancel.Call}"));
                break;
            case StartJob start:
                Say(new JobTold(start.Job, new JobEnd(RunOutcome.Succeeded)), bytes.Span);
                break;
            case StopWorker when stops:
                Environment.Exit(0);
                break;
        }
    }

    // Models 'silent' and 'much' do not come to an end: the one says nothing, the other more than a window.
    private static void Answer(CallCapability call)
    {
        if (call.Title.StartsWith("silent", StringComparison.Ordinal))
        {
            return;
        }

        if (call.Title.StartsWith("much", StringComparison.Ordinal))
        {
            for (var i = 0; i < 200; i++)
            {
                Say(new CallTold(call.Call), Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('x', 2_000)}\"}}\n"));
            }

            return;
        }

        Say(new CallTold(call.Call), "{\"text\":\"one\"}\n{\"text\":\" two\"}\n"u8);
        Say(new CallTold(call.Call), "{\"end\":0,\"usage\":{\"prompt\":1,\"reused\":0,\"written\":2}}\n"u8);
        Say(new CallEnded(call.Call, call.Title.StartsWith("cut", StringComparison.Ordinal) ? new CallFault(CallFaultKind.Request, "It was cut.", "MaxTokens", "length") : null));
    }

    // It has a model 'voice' that nobody uses and a model 'sampler' that somebody does.
    private static KeptModel[] Kept(KeepModel keep) => keep.Name switch
    {
        "voice" => [new KeptModel("cpu", "k1", "voice", 60, keep.Act switch { ModelAct.Pin => ModelFate.Pinned, ModelAct.Unpin => ModelFate.Unpinned, _ => ModelFate.Unloaded }, [])],
        "sampler" => [new KeptModel("cpu", "k2", "sampler", 60, keep.Act == ModelAct.UnloadWhenFree ? ModelFate.Leaving : ModelFate.InUse, ["KSampler"])],
        _ => [],
    };

    private static void Say(WorkerSignal signal, ReadOnlySpan<byte> bytes = default) => Write(Frame.Of(signal, bytes));

    private static void Write(ReadOnlySpan<byte> bytes)
    {
        lock (Writing)
        {
            if (!_isSilent)
            {
                Output.Write(bytes);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial void Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "strlen")]
    private static partial void StringLength(nint text);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial void Close(int descriptor);
}
