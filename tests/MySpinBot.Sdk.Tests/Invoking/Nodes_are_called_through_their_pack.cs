using System.Text.Json;
using MySpinBot.Sdk.Tests.Declared;
using MySpinBot.Sdk.Tests.Fakes;

namespace MySpinBot.Sdk.Tests.Invoking;

public sealed class Nodes_are_called_through_their_pack
{
    [Fact]
    public async Task Plain_values_arrive_as_their_types()
        => (await Calls.Run("AllPlainValues", ("some_text", "t"), ("count", 1L), ("big", 2L), ("unsigned", -1L), ("ratio", 3L), ("single", 0.5), ("flag", true),
            ("data", JsonSerializer.SerializeToElement(new[] { 1 })))).ShouldBe(["t 1 2 18446744073709551615 3 0.5 True [1]"]);

    [Fact]
    public async Task Inputs_without_a_value_get_their_defaults()
        => (await Calls.Run("AllDefaults")).ShouldBe(["say \"hello\"\n|-3|-9223372036854775808|18446744073709551615|-0.5|0.25|0.1|True|NearestExact|null|7"]);

    [Fact]
    public async Task A_given_null_takes_the_place_of_a_default_where_null_is_allowed()
        => ((string)(await Calls.Run("AllDefaults", ("maybe", null)))[0]!).ShouldEndWith("|null|");

    [Fact]
    public async Task A_choice_arrives_as_its_member_and_leaves_as_its_name()
    {
        var outputs = await Calls.Run("NextMode", ("mode", "Nearest"));

        outputs[0].ShouldBe("nearest-exact");
        outputs[1].ShouldBeNull();
        outputs[2].ShouldBeOfType<object?[]>().ShouldBe(["Nearest"]);
    }

    [Fact]
    public async Task A_list_of_choices_is_read_one_by_one()
        => (await Calls.Run("NextMode", ("mode", "Nearest"), ("others", new object?[] { "Bilinear", "nearest-exact" })))[2]
            .ShouldBeOfType<object?[]>().ShouldBe(["Bilinear", "nearest-exact"]);

    [Theory]
    [InlineData("mode", "Cubic", "Input 'mode' is 'Cubic'; it has to be one of: Nearest, nearest-exact, Bilinear.")]
    [InlineData("sampler", "ddim", "Input 'sampler' is 'ddim'; it has to be one of: euler, heun.")]
    public async Task An_unknown_choice_is_refused_with_the_known_ones(string input, string value, string sentence)
    {
        var inputs = new Dictionary<string, object?> { ["mode"] = "Nearest", [input] = value };
        var failure = await Should.ThrowAsync<NodeFailure>(() => Calls.Run("NextMode", [.. inputs.Select(pair => (pair.Key, pair.Value))]));

        failure.Message.ShouldBe(sentence);
        failure.Input.ShouldBe(input);
    }

    [Fact]
    public async Task Numbers_leave_as_the_host_carries_them()
        => (await Calls.Run("TupleOut", ("number", 7L))).ShouldBe([3L, 7d, null, "n"]);

    [Fact]
    public async Task A_record_leaves_as_its_properties_and_its_lists_as_arrays()
    {
        var outputs = await Calls.Run("RecordOut", ("text", "ab"));

        outputs[..2].ShouldBe([2L, "AB"]);
        outputs[2].ShouldBeOfType<object?[]>().ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_record_struct_leaves_as_its_properties() => (await Calls.Run("StructOut")).ShouldBe([3L, 4L]);

    [Fact]
    public async Task A_record_that_is_null_is_refused_in_the_nodes_name()
        => (await Should.ThrowAsync<NodeFailure>(() => Calls.Run("NullRecord"))).Message.ShouldBe("Node 'NullRecord' returned null in place of its outputs.");

    [Fact]
    public async Task Lists_arrive_whole_and_leave_as_the_host_carries_them()
        => (await Calls.Run("Doubles", ("numbers", new object?[] { 1L, 2L })))[0].ShouldBeOfType<object?[]>().ShouldBe([2L, 4L, -1L]);

    [Fact]
    public async Task Nodes_without_outputs_give_none_and_may_report()
    {
        var context = new QuietContext();
        (await Calls.Run("NothingNow")).ShouldBeEmpty();
        (await Calls.Node("NothingLater").Invoke(Calls.Of("NothingLater", context, null))).Outputs.ShouldNotBeNull().ShouldBeEmpty();
        context.Reports.ShouldBe(["1/2 steps"]);
    }

    [Fact]
    public async Task Cancellation_is_that_of_the_context()
        => await Should.ThrowAsync<OperationCanceledException>(async () =>
            await Calls.Node("RecordOut").Invoke(Calls.Of("RecordOut", new QuietContext(new CancellationToken(canceled: true)), null, ("text", "a"))));

    [Fact]
    public async Task Anything_passes_untouched_even_a_block()
    {
        var blocked = new Blocked("no");
        (await Calls.Run("PassAnything", ("anything", blocked)))[0].ShouldBeSameAs(blocked);
        (await Calls.Run("AddOne", ("number", 1L))).ShouldBe([2L]);
        (await Calls.Run("AddOne", ("number", 1.5))).ShouldBe([2.5]);
    }

    [Fact]
    public async Task Links_files_and_secrets_arrive_as_such()
    {
        (await Calls.Run("ShowLink", ("link", new RawLink("a", 1)))).ShouldBe(["a:1"]);
        (await Calls.Run("FilePath", ("file", new FileReference("/tmp/a.png", default, 0)), ("token", new Secret("key", "hush")))).ShouldBe(["/tmp/a.pngsecret key"]);
        (await Calls.Run("MakeMesh")).ShouldBe([new Mesh(3)]);
    }

    [Fact]
    public async Task Hidden_values_arrive_by_name()
        => (await Calls.Run("Placed", ("id", "7"), ("document", JsonSerializer.SerializeToElement(new { })))).ShouldBe(["7 {}"]);

    [Fact]
    public async Task A_value_of_the_wrong_kind_is_refused_by_input()
        => (await Should.ThrowAsync<NodeFailure>(() => Calls.Run("TupleOut", ("number", "seven")))).Message.ShouldBe("Input 'number' takes Int32 and was given String.");
}
