using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Comfy.Live;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Tests.Comfy;

public sealed class What_clients_hear_of_a_job
{
    [Fact]
    public void A_fresh_run_of_three_nodes_is_told_frame_by_frame_as_ComfyUI_tells_it()
        => new Heard(Toys.Chain(1)).Begin()
            .Run("1", "BInt").Run("2", "BAdd").Run("3", "BOut", """{"text":["2"]}""").End(JobState.Succeeded)
            .Story.ShouldBe("""
                status
                status
                execution_start
                execution_cached []
                progress_state 1:running
                executing 1
                progress_state 1:finished
                progress_state 1:finished 2:running
                executing 2
                progress_state 1:finished 2:finished
                progress_state 1:finished 2:finished 3:running
                executing 3
                executed 3 {"text":["2"]}
                progress_state 1:finished 2:finished 3:finished
                execution_success
                status
                executing null
                """);

    [Fact]
    public void An_unchanged_prompt_is_nine_frames_and_all_its_nodes_are_cached()
        => new Heard(Toys.Chain(2)).Begin()
            .Tell(new NodeReused("4", "BOut", ReuseReason.SameRecipe, Heard.Json("""{"text":["2"]}"""))).End(JobState.Succeeded)
            .Story.ShouldBe("""
                status
                status
                execution_start
                execution_cached [4 3 2 1]
                executed 4 {"text":["2"]}
                progress_state 4:finished
                execution_success
                status
                executing null
                """);

    [Fact]
    public void What_turns_out_to_be_reused_on_the_way_is_told_before_what_comes_next()
        => new Heard(Toys.Chain(1)).Begin()
            .Run("1", "BInt").Tell(new NodeReused("2", "BAdd", ReuseReason.SameInputs, null), new NodeReused("3", "BOut", ReuseReason.SameInputs, null)).End(JobState.Succeeded)
            .Story.ShouldBe("""
                status
                status
                execution_start
                execution_cached []
                progress_state 1:running
                executing 1
                progress_state 1:finished
                execution_cached [2 3]
                executed 3 null
                progress_state 1:finished 3:finished
                execution_success
                status
                executing null
                """);

    [Fact]
    public void Branches_that_a_lazy_input_may_not_have_wanted_are_not_called_cached()
        => new Heard("""
            {"1":{"class_type":"BInt","inputs":{"value":1}},"2":{"class_type":"BInt","inputs":{"value":2}},
             "3":{"class_type":"BLazy","inputs":{"a":["1",0],"b":["2",0]}},"4":{"class_type":"BOut","inputs":{"value":["3",0]}}}
            """).Begin().Tell(new NodeReused("3", "BLazy", ReuseReason.SameRecipe, null)).Run("4", "BOut")
            .Story.ShouldContain("execution_cached [3 2]");

    [Fact]
    public void A_failure_is_told_once_at_the_end_though_others_go_on()
    {
        var heard = new Heard(Toys.Chain(1)).Begin()
            .Tell(new NodeStarted("1", "BInt", "", 1, RunReason.NotKnown))
            .Tell(new NodeFailed("1", "BInt", 0, "The number is bad.", null, "System.InvalidOperationException: The number is bad.\n   at Toys.Make()\n   at Host.Run()"))
            .Tell(new NodeFailed("2", "BAdd", 0, "This one too."))
            .Tell(new NodeSkipped("3", "1")).End(JobState.Failed, "The number is bad.");
        heard.Story.ShouldEndWith("""
            progress_state 1:error
            progress_state 1:error 2:error
            execution_error 1 BInt
            status
            executing null
            """);
        var error = heard.Data("execution_error");
        error.GetProperty("exception_message").GetString().ShouldBe("The number is bad.");
        error.GetProperty("exception_type").GetString().ShouldBe("System.InvalidOperationException");
        error.GetProperty("traceback").GetArrayLength().ShouldBe(3);
        error.GetProperty("current_inputs").ValueKind.ShouldBe(JsonValueKind.Object);
        error.GetProperty("prompt_id").GetString().ShouldBe(Heard.Id.ToString());
        error.GetProperty("timestamp").GetInt64().ShouldBe(Heard.At.AddSeconds(1).ToUnixTimeMilliseconds());
    }

    [Fact]
    public void A_failure_that_the_node_explained_is_a_NodeFailure()
        => new Heard(Toys.Chain(0)).Begin().Tell(new NodeFailed("1", "BInt", 0, "No.")).End(JobState.Failed)
            .Data("execution_error").GetProperty("exception_type").GetString().ShouldBe("NodeFailure");

    [Fact]
    public void A_graph_that_is_refused_when_it_has_its_turn_says_what_is_wrong_with_it()
    {
        var heard = new Heard(Toys.Chain(0)).Begin()
            .Tell(new JobFinished(Heard.At, JobState.Failed, "The graph is wrong.", [new GraphProblem(ProblemCodes.MissingFile, "2", "value", "Input 'value' names a file that is not there.")]));
        heard.Data("execution_error").GetProperty("node_id").GetString().ShouldBe("2");
        heard.Data("execution_error").GetProperty("exception_message").GetString().ShouldBe("Input 'value' names a file that is not there.");
        heard.Story.ShouldEndWith("executing null");
    }

    [Fact]
    public void Nodes_inside_expansions_are_shown_at_the_node_of_the_prompt_that_they_stand_in()
    {
        var heard = new Heard("""{"t.0.0.1":{"class_type":"BAdd","inputs":{}},"t.0.0.2":{"class_type":"BOut","inputs":{"value":["t.0.0.1",0]}}}""").Begin()
            .Tell(new NodeStarted("t.0.0.1", "BAdd", "", 1, RunReason.NotKnown), new NodeExpanded("t.0.0.1", 0, 2))
            .Tell(new NodeStarted("t.0.0.1.0.in", "BAdd", "", 1, RunReason.NotKnown), new NodeExpanded("t.0.0.1.0.in", 0, 1))
            .Tell(new NodeStarted("t.0.0.1.0.in.0.deep", "BInt", "", 1, RunReason.NotKnown))
            .Tell(new NodeFailed("t.0.0.1.0.in.0.deep", "BInt", 0, "No.")).End(JobState.Failed);
        heard.Frames.Last(frame => frame.GetProperty("type").GetString() == "executing" && frame.GetProperty("data").GetProperty("node").ValueKind == JsonValueKind.String)
            .GetProperty("data").GetRawText().ShouldBe($$"""{"node":"t.0.0.1.0.in.0.deep","display_node":"t.0.0.1","prompt_id":"{{Heard.Id}}"}""");
        var deep = heard.Data("progress_state").GetProperty("nodes").GetProperty("t.0.0.1.0.in.0.deep");
        deep.GetProperty("parent_node_id").GetString().ShouldBe("t.0.0.1.0.in");
        deep.GetProperty("real_node_id").GetString().ShouldBe("t.0.0.1");
        deep.GetProperty("display_node_id").GetString().ShouldBe("t.0.0.1");
        heard.Data("progress_state").GetProperty("nodes").GetProperty("t.0.0.1").GetProperty("parent_node_id").ValueKind.ShouldBe(JsonValueKind.Null);
        heard.Data("execution_error").GetProperty("node_id").GetString().ShouldBe("t.0.0.1");
        heard.Data("execution_error").GetProperty("node_type").GetString().ShouldBe("BAdd");
    }

    [Fact]
    public void A_block_with_a_message_is_told_and_the_run_goes_on()
    {
        var heard = new Heard(Toys.Chain(1)).Begin()
            .Run("1", "BInt").Tell(new NodeStarted("2", "BAdd", "", 1, RunReason.NotKnown), new NodeBlocked("2", "not today"), new NodeBlocked("3", null)).End(JobState.Succeeded);
        heard.Story.ShouldEndWith("""
            executing 2
            execution_error 2 BAdd
            progress_state 1:finished 2:finished
            progress_state 1:finished 2:finished 3:running
            executing 3
            progress_state 1:finished 2:finished 3:finished
            execution_success
            status
            executing null
            """);
        heard.Data("execution_error").GetProperty("exception_type").GetString().ShouldBe("ExecutionBlocked");
        heard.Data("execution_error").GetProperty("exception_message").GetString().ShouldBe("Execution Blocked: not today");
        heard.Data("execution_error").GetProperty("current_inputs").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void A_job_that_is_stopped_says_where_it_was()
        => new Heard(Toys.Chain(1)).Begin().Run("1", "BInt").Tell(new NodeStarted("2", "BAdd", "", 1, RunReason.NotKnown)).End(JobState.Cancelled, "Somebody interrupted it.")
            .Story.ShouldEndWith("""
                execution_interrupted 2 BAdd
                status
                executing null
                """);

    [Fact]
    public void A_job_that_is_taken_out_of_the_queue_is_only_counted()
        => new Heard(Toys.Chain(1)).Tell(new JobQueued(Heard.At)).End(JobState.Cancelled).Story.ShouldBe("""
            status
            status
            """);

    [Fact]
    public void A_job_that_begins_again_is_told_again()
        => new Heard(Toys.Chain(0)).Begin().Tell(new NodeStarted("1", "BInt", "", 1, RunReason.NotKnown), new WorkerLost(Heard.At, "The worker was killed.", []))
            .Tell(new JobQueued(Heard.At), new JobBegan(Heard.At, 2)).Run("1", "BInt").End(JobState.Succeeded)
            .Story.ShouldEndWith("""
                executing 1
                status
                status
                execution_start
                execution_cached []
                progress_state 1:running
                executing 1
                progress_state 1:finished
                execution_success
                status
                executing null
                """);

    [Fact]
    public void Progress_is_a_message_and_a_change_of_the_map_at_the_next_beat()
    {
        var heard = new Heard(Toys.Chain(0)).Begin().Tell(new NodeStarted("1", "BInt", "", 1, RunReason.NotKnown));
        var before = heard.Frames.Count;
        heard.Tell(new ProgressReported("1", 0, 3, 20, "steps"));
        heard.Data("progress").GetRawText().ShouldBe($$"""{"value":3,"max":20,"prompt_id":"{{Heard.Id}}","node":"1"}""");
        heard.Job.IsDirty.ShouldBeTrue();
        heard.Frames.Count.ShouldBe(before + 1);

        heard.Job.TellAtBeat();
        var node = heard.Data("progress_state").GetProperty("nodes").GetProperty("1");
        (node.GetProperty("value").GetInt32(), node.GetProperty("max").GetInt32(), node.GetProperty("state").GetString()).ShouldBe((3, 20, "running"));
        heard.Job.IsDirty.ShouldBeFalse();
    }

    [Fact]
    public void A_long_chain_is_told_at_beats_and_whole_at_its_end()
    {
        var heard = new Heard(Toys.Chain(998), time: new StillClock()).Begin();
        for (var i = 1; i <= 1000; i++)
        {
            heard.Run($"{i}", "BAdd");
        }

        heard.End(JobState.Succeeded);
        heard.Frames.Count(frame => frame.GetProperty("type").GetString() == "progress_state").ShouldBeLessThan(60);
        heard.Frames.Count(frame => frame.GetProperty("type").GetString() == "executing").ShouldBe(1001);
        heard.Data("progress_state").GetProperty("nodes").EnumerateObject().Count(node => node.Value.GetProperty("state").GetString() == "finished").ShouldBe(1000);
        heard.Story.ShouldEndWith("""
            execution_success
            status
            executing null
            """);
    }

    [Fact]
    public void Of_a_job_without_a_client_only_what_ComfyUI_tells_all_is_told_and_nothing_of_a_short_one()
    {
        new Heard(Toys.Chain(0), client: null).Begin().Run("1", "BInt").Run("2", "BOut", """{"text":["1"]}""").End(JobState.Succeeded).Frames.ShouldBeEmpty();

        var stopped = new Heard(Toys.Chain(0), client: null).Begin().Tell(new NodeStarted("1", "BInt", "", 1, RunReason.NotKnown));
        stopped.Job.TellAtBeat();
        stopped.End(JobState.Cancelled).Story.ShouldBe("""
            progress_state 1:running
            execution_interrupted 1 BInt
            """);
    }

    [Fact]
    public void What_a_node_writes_is_its_text_each_time_all_of_it()
    {
        var heard = new Heard(Toys.Chain(0)).Begin();

        heard.Job.Take(new TextNews(Heard.Id, "1", 0, 0, "Once "));
        heard.Job.Take(new TextNews(Heard.Id, "1", 0, 5, "upon"));
        heard.Job.Take(new TextNews(Heard.Id, "1", 0, 0, "Twice"));
        heard.Job.Take(new TextNews(Heard.Id, "1", 0, 5, new string('x', 40_000)));
        heard.Job.Take(new TextNews(Heard.Id, "1", 1, 0, "The next call"));

        heard.Pictures.Select(Text).Take(3).ShouldBe(["Once ", "Once upon", "Twice"]);
        Text(heard.Pictures[3]).ShouldStartWith("…x");
        Text(heard.Pictures[3]).Length.ShouldBeLessThan(17_000);
        Text(heard.Pictures[4]).ShouldBe("The next call");

        static string Text(byte[] frame)
        {
            BinaryPrimitives.ReadUInt32BigEndian(frame).ShouldBe(3u);
            BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)).ShouldBe(1u);
            frame[8].ShouldBe((byte)'1');
            return Encoding.UTF8.GetString(frame.AsSpan(9));
        }
    }

    [Fact]
    public void Pictures_come_in_both_forms()
    {
        var heard = new Heard(Toys.Chain(0));
        heard.Job.Take(new PreviewNews(Heard.Id, "1", 7, new byte[] { 0xFF, 0xD8, 9 }));
        heard.Pictures[0].ShouldBe([0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 0xD8, 9]);
        var described = heard.Pictures[1];
        BinaryPrimitives.ReadUInt32BigEndian(described).ShouldBe(4u);
        var length = (int)BinaryPrimitives.ReadUInt32BigEndian(described.AsSpan(4));
        Encoding.UTF8.GetString(described, 8, length).ShouldBe(
            $$"""{"node_id":"1","prompt_id":"{{Heard.Id}}","display_node_id":"1","parent_node_id":null,"real_node_id":"1","image_type":"image/jpeg"}""");
        described[(8 + length)..].ShouldBe([0xFF, 0xD8, 9]);
    }

    [Fact]
    public void What_a_node_says_is_text_at_the_node()
        => new Heard(Toys.Chain(0)).Tell(new NodeLogged("12", "info", "Höhe 3")).Pictures[0].ShouldBe([0, 0, 0, 3, 0, 0, 0, 2, (byte)'1', (byte)'2', .. Encoding.UTF8.GetBytes("Höhe 3")]);

    [Fact]
    public void Who_comes_late_learns_what_runs()
    {
        var heard = new Heard(Toys.Chain(1));
        heard.Job.CatchUp(new JobRecord(
            new Job { Id = Heard.Id, Sequence = 1, Owner = "anna", State = JobState.Running, AcceptedAt = Heard.At },
            [new NodeRecord { NodeId = "1", ClassType = "BInt", State = "finished" }, new NodeRecord { NodeId = "2", ClassType = "BAdd", State = "running" }],
            []));
        Encoding.UTF8.GetString(heard.Job.Executing()!.Bytes.Span).ShouldBe($$$"""{"type":"executing","data":{"node":"2","display_node":"2","prompt_id":"{{{Heard.Id}}}"}}""");
        heard.Tell(new NodeFinished("2", "BAdd", 1, null)).Run("3", "BOut").End(JobState.Succeeded).Story.ShouldBe("""
            progress_state 1:finished 2:finished
            progress_state 1:finished 2:finished 3:running
            executing 3
            progress_state 1:finished 2:finished 3:finished
            execution_success
            status
            executing null
            """);
    }

    private sealed class StillClock : TimeProvider
    {
        public override long GetTimestamp() => 1_000_000;
    }
}
