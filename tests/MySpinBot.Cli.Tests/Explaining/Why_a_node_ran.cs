using System.Collections.Immutable;
using System.Text;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Explaining;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Tests.Explaining;

public sealed class Why_a_node_ran
{
    [Fact]
    public void Never_before() => Why(null, Step("text='a'")).ShouldBe("Ran, because no earlier run of it is on record.");

    [Fact]
    public void A_setting_changed() => Why(Step("text='a'"), Step("text='b'")).ShouldBe("Ran, because setting 'text' changed from 'a' to 'b'.");

    [Fact]
    public void Something_above_gave_something_else()
        => Why(Step("image<load#1"), Step("image<load#2")).ShouldBe("Ran, because input 'image' changed: 'load' gave something else.");

    [Fact]
    public void A_file_holds_something_else()
        => Why(Step("image@cat.png#1"), Step("image@cat.png#2")).ShouldBe("Ran, because input 'image' changed: the file 'cat.png' holds something else.");

    [Fact]
    public void It_was_wired_to_another_node()
        => Why(Step("image<load#1"), Step("image<blur#2")).ShouldBe("Ran, because input 'image' comes from 'blur' now and came from 'load'.");

    [Fact]
    public void A_link_took_the_place_of_a_setting()
        => Why(Step("text='a'"), Step("text<script#1")).ShouldBe("Ran, because input 'text' was 'a' and comes from 'script' now.");

    [Fact]
    public void All_changes_are_told()
        => Why(Step("size=1 text='a' image<load#1"), Step("size=2 image<load#2 text='b'")).ShouldBe("""
            Ran, because input 'image' changed: 'load' gave something else.
            Ran, because setting 'size' changed from 1 to 2.
            Ran, because setting 'text' changed from 'a' to 'b'.
            """);

    [Fact]
    public void Renaming_the_node_above_is_no_change_where_the_value_is_the_same()
        => Why(Step("image<load#1"), Step("image<cat#1")).ShouldStartWith("Ran, although nothing that it was given changed");

    [Fact]
    public void Nobody_told_what_flowed_but_the_node_above_ran_too()
        => string.Join('\n', StepDifference.Explain(Step("image<load#1"), Step("image<load#1"), new HashSet<string> { "load" }))
            .ShouldBe("Ran, because input 'image' changed: 'load' ran too, and gave something else.");

    [Fact]
    public void It_failed_the_last_time()
        => Why(Step("text='a'") with { Fate = StepFate.Failed }, Step("text='a'")).ShouldBe("Ran, because it failed the last time, and failures are not kept.");

    [Fact]
    public void The_code_changed()
        => Why(Step("text='a'") with { Code = Id("old") }, Step("text='a'") with { Code = Id("new") }).ShouldBe("Ran, because the code of Speak changed.");

    [Theory]
    [InlineData(RunReason.Volatile, "gives something else each time")]
    [InlineData(RunReason.BytesGone, "bytes are gone")]
    [InlineData(RunReason.FilesGone, "could not be put back")]
    [InlineData(RunReason.Checked, "check mode")]
    public void The_engine_knew_why(RunReason reason, string words) => Why(Step("text='a'"), Step("text='b'") with { RanBecause = reason }).ShouldContain(words);

    [Fact]
    public void Or_it_was_reused()
        => Why(null, Step("text='a'") with { Fate = StepFate.Reused, ReusedBecause = ReuseReason.SameRecipe }).ShouldBe("Reused: the same recipe was done before.");

    [Fact]
    public void A_very_long_setting_is_shortened()
        => Why(Step("text='a'"), Step($"text='{new string('b', 500)}'")).Length.ShouldBeLessThan(150);

    private static string Why(StepRecord? before, StepRecord now) => string.Join('\n', StepDifference.Explain(before, now));

    // Settings name=value, links name<node#value, files name@path#value.
    private static StepRecord Step(string given)
    {
        var parts = given.Split(' ').Select(part => (Part: part, At: part.IndexOfAny(['=', '<', '@']))).ToList();
        var settings = parts.Where(each => each.Part[each.At] == '=').ToImmutableSortedDictionary(each => each.Part[..each.At], each => each.Part[(each.At + 1)..]);
        var links = parts.Where(each => each.Part[each.At] != '=').ToImmutableSortedDictionary(each => each.Part[..each.At], each => Origin(each.Part[each.At..]));
        return new StepRecord("speak", "Speak", StepFate.Ran, new StepInputs(settings, links)) { RanBecause = RunReason.NotKnown };
    }

    private static InputOrigin Origin(string text)
    {
        var (name, value) = (text[1..text.IndexOf('#', StringComparison.Ordinal)], text[(text.IndexOf('#', StringComparison.Ordinal) + 1)..]);
        return text[0] == '@' ? new InputOrigin(null, Path: name, Id: Id(value)) : new InputOrigin(name, Id: Id(value));
    }

    private static ContentId Id(string text) => ContentId.Of(Encoding.UTF8.GetBytes(text));
}
