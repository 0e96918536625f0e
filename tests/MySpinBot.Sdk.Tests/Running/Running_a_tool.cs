using System.Text;

namespace MySpinBot.Sdk.Tests.Running;

public sealed class Running_a_tool
{
    [Fact]
    public async Task What_is_fed_comes_out_where_the_tool_copies_it()
    {
        var bytes = Enumerable.Range(0, 5_000_000).Select(i => (byte)(i * 31)).ToArray();
        var tool = new ToolProcess("/bin/cat", []) { Feed = async (input, ended) => await input.WriteAsync(bytes, ended) };

        (await tool.ReadAllAsync(bytes.Length, TimeProvider.System, default)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Arguments_are_not_read_by_a_shell()
        => Encoding.UTF8.GetString(await new ToolProcess("/bin/echo", ["$HOME", "a b", "`id`", "*"]).ReadAllAsync(100, TimeProvider.System, default)).ShouldBe("$HOME a b `id` *\n");

    [Fact]
    public async Task A_failing_tool_is_quoted()
        => (await FailureAsync(Shell("echo first >&2; echo the disk is on fire >&2; exit 3"))).Message.ShouldBe("sh ended with code 3: the disk is on fire.");

    [Fact]
    public async Task A_failing_tool_may_be_explained()
        => (await FailureAsync(new ToolProcess("/bin/sh", ["-c", "echo E42 >&2; exit 1"]) { Explain = lines => lines.Contains("E42") ? "the answer is known" : null }))
            .Message.ShouldBe("sh ended with code 1: the answer is known.");

    [Fact]
    public async Task A_silent_failure_says_so() => (await FailureAsync(Shell("exit 7"))).Message.ShouldBe("sh ended with code 7 and said nothing.");

    [Fact]
    public async Task A_tool_that_is_not_there_is_named() => (await FailureAsync(new ToolProcess("/nowhere/tool", []))).Message.ShouldStartWith("'/nowhere/tool' could not be started: ");

    [Fact]
    public async Task A_flood_on_standard_error_stalls_nothing()
        => (await FailureAsync(Shell("head -c 20000000 /dev/zero | tr '\\0' 'x' >&2; echo >&2; echo the end >&2; exit 1"))).Message.ShouldBe("sh ended with code 1: the end.");

    [Fact]
    public async Task A_tool_that_stops_reading_is_asked_why()
    {
        var tool = new ToolProcess("/bin/sh", ["-c", "exec <&-; echo enough >&2; exit 2"]) { Feed = EndlessAsync };

        (await FailureAsync(tool)).Message.ShouldBe("sh ended with code 2: enough.");
    }

    [Fact]
    public async Task A_tool_that_needs_no_more_has_done_its_work()
    {
        var tool = new ToolProcess("/usr/bin/head", ["-c", "10"]) { Feed = EndlessAsync };

        (await tool.ReadAllAsync(10, TimeProvider.System, default)).Length.ShouldBe(10);
    }

    [Fact]
    public async Task What_fails_while_feeding_is_not_hidden_and_ends_the_tool()
    {
        var tool = new ToolProcess("/bin/sleep", ["600"]) { Feed = (_, _) => throw new NodeFailure("The picture is damaged.") };

        (await FailureAsync(tool)).Message.ShouldBe("The picture is damaged.");
    }

    [Fact]
    public async Task Too_much_output_ends_the_tool()
        => (await Should.ThrowAsync<NodeFailure>(() => Shell("cat /dev/zero").ReadAllAsync(1_000_000, TimeProvider.System, default)))
            .Message.ShouldBe("sh wrote more than 1000000 bytes, which is the most that is taken here.");

    [Fact]
    public async Task A_tool_that_takes_too_long_is_ended()
        => (await FailureAsync(new ToolProcess("/bin/sleep", ["600"]) { TimeLimit = TimeSpan.FromMilliseconds(200) })).Message.ShouldBe("sleep did not end within 0.2 seconds and was ended.");

    [Fact]
    public async Task Cancelling_ends_the_tool_and_its_children()
    {
        using var cancel = new CancellationTokenSource();
        var children = new TaskCompletionSource<string>();
        var tool = new ToolProcess("/bin/sh", ["-c", "sleep 601 & echo $$ $!; wait"])
        {
            Drain = async (output, ended) =>
            {
                using var reader = new StreamReader(output);
                children.SetResult((await reader.ReadLineAsync(ended))!);
                await reader.ReadToEndAsync(ended);
            },
        };
        var running = tool.RunAsync(TimeProvider.System, cancel.Token);
        var ids = (await children.Task).Split(' ');

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        foreach (var id in ids)
        {
            (await EndsAsync(id)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task What_is_cancelled_before_never_starts()
        => await Should.ThrowAsync<OperationCanceledException>(() => new ToolProcess("/nowhere/tool", []).RunAsync(TimeProvider.System, new CancellationToken(canceled: true)));

    private static ToolProcess Shell(string script) => new("/bin/sh", ["-c", script]);

    private static Task<NodeFailure> FailureAsync(ToolProcess tool) => Should.ThrowAsync<NodeFailure>(() => tool.RunAsync(TimeProvider.System, default));

    private static async Task EndlessAsync(Stream input, CancellationToken ended)
    {
        var block = new byte[1 << 16];
        while (true)
        {
            await input.WriteAsync(block, ended);
        }
    }

    // The signal is on its way when the tool has ended; a busy machine may take a while to act on it.
    private static async Task<bool> EndsAsync(string id)
    {
        for (var tries = 0; tries < 200 && IsRunning(id); tries++)
        {
            await Task.Delay(50);
        }

        return !IsRunning(id);
    }

    // A killed grandchild may wait for its new parent to take note of it: a zombie runs no more.
    private static bool IsRunning(string id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
