namespace MySpinBot.Runtime.Tests.Stories;

public sealed class What_is_lost_is_made_again
{
    [Fact]
    public async Task A_cached_target_drags_no_ancestor_in_whose_bytes_are_gone()
    {
        await using var story = Story.Of("load -> large -> measure -> showNumber");
        await story.Run();
        await story.Restart();
        DeleteAll(story);

        (await story.Run()).ShouldRead("showNumber reused");
    }

    [Fact]
    public async Task Bytes_that_are_gone_are_made_again_when_somebody_wants_them()
    {
        await using var story = Story.Of("load -> large -> measure -> showNumber", "large -> firstWord -> measure2:Measure -> show2:ShowNumber");
        story.Want("showNumber");
        await story.Run();
        await story.Restart();
        DeleteAll(story);

        (await story.Want("showNumber", "show2").Run()).ShouldRead("""
            showNumber  reused
            load        reused
            large       ran
            firstWord   ran
            measure2    reused
            show2       reused
            """);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("altered")]
    [InlineData("empty")]
    public async Task A_damaged_artifact_is_never_taken_for_the_result(string damage)
    {
        await using var story = Story.Of("load -> large -> measure -> showNumber", "large -> tail:Blur -> measure2:Measure -> show2:ShowNumber").Want("showNumber");
        await story.Run();
        await story.Restart();
        foreach (var path in story.Artifacts().ToList())
        {
            var bytes = File.ReadAllBytes(path);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(path, damage switch { "truncated" => bytes[..^100], "empty" => [], _ => bytes });
        }

        var told = await story.Want("show2").Run();

        told.Summary.Outcome.ShouldBe(Core.Messages.RunOutcome.Succeeded);
        told.Shown("show2").ShouldBe($$"""{"number":[{{(1 << 20) + "photo".Length + "blur4()".Length}}]}""");
        told.Table().ShouldContain("large                ran");
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public async Task A_log_that_is_cut_short_costs_work_and_nothing_else(double keep)
    {
        await using var story = Story.Of("load -> blur -> firstWord -> preview");
        await story.Run();
        await story.Restart();
        foreach (var path in story.Logs())
        {
            using var file = new FileStream(path, FileMode.Open);
            file.SetLength((long)(file.Length * keep));
        }

        var told = await story.Run();

        told.Summary.Outcome.ShouldBe(Core.Messages.RunOutcome.Succeeded);
        told.Shown("preview").ShouldBe("""{"text":["blur4(photo)"]}""");
    }

    [Fact]
    public async Task An_altered_log_is_never_taken_for_results()
    {
        await using var story = Story.Of("load -> blur -> firstWord -> preview");
        await story.Run();
        await story.Restart();
        foreach (var path in story.Logs())
        {
            var bytes = File.ReadAllBytes(path);
            for (var i = 64; i < bytes.Length; i += 97)
            {
                bytes[i] ^= 0x20;
            }

            File.WriteAllBytes(path, bytes);
        }

        var told = await story.Run();

        told.Summary.Outcome.ShouldBe(Core.Messages.RunOutcome.Succeeded);
        told.Shown("preview").ShouldBe("""{"text":["blur4(photo)"]}""");
        story.Reports.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_value_without_a_codec_is_made_again_after_a_restart()
    {
        await using var story = Story.Of("load -> light -> watch -> preview", "load -> writeNote -> readNote -> preview2");
        await story.Run();
        story.Set("watch.with", "!").Set("readNote.with", "!!");
        (await story.Run()).ShouldRead("""
            light      reused
            watch      ran
            preview    ran
            writeNote  reused
            readNote   ran
            preview2   ran
            """);

        await story.Restart();
        story.Set("watch.with", "?").Set("readNote.with", "??");
        (await story.Run()).ShouldRead("""
            load       reused
            light      ran
            watch      ran
            preview    ran
            writeNote  reused
            readNote   ran
            preview2   ran
            """);
    }

    [Fact]
    public async Task An_expansion_whose_values_are_gone_is_made_again_and_counts_as_run()
    {
        await using var story = Story.Of("load -> large -> writeNote -> passNote -> measure -> showNumber", "passNote -> blur -> measure2:Measure -> show2:ShowNumber").Want("showNumber");
        await story.Run();
        await story.Restart();
        DeleteAll(story);

        var told = await story.Want("show2").Run();

        told.Summary.Outcome.ShouldBe(Core.Messages.RunOutcome.Succeeded, told.Table());
        told.Table().ShouldContain("passNote             ran");
    }

    private static void DeleteAll(Story story) => story.Artifacts().ToList().ForEach(File.Delete);
}
