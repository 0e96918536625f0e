using MySpinBot.Nodes.Basics.Logic;
using MySpinBot.Nodes.Basics.Primitives;

namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Conditions_choose
{
    [Fact]
    public void Empty_and_zero_are_false()
    {
        object[] falsy = [false, 0L, 0.0, "", Json.Of("[]"), Json.Of("{}"), Json.Of("null"), Json.Of("''")];
        falsy.ShouldAllBe(value => ConditionNodes.Not(value));
        object[] truthy = [true, 1L, -0.5, "false", Json.Of("[0]"), new object()];
        truthy.ShouldAllBe(value => !ConditionNodes.Not(value));
        ConditionNodes.And(1L, "", null).ShouldBeFalse();
        ConditionNodes.And(1L, values: new ExtraInputs(new Dictionary<string, object?> { ["values.value1"] = 0L })).ShouldBeFalse();
        ConditionNodes.Or(0L, "x").ShouldBeTrue();
        Should.Throw<NodeFailure>(() => ConditionNodes.And());
    }

    [Fact]
    public void Values_are_compared_by_size_and_by_characters()
    {
        ConditionNodes.Compare(1L, 1.0).ShouldBeTrue();
        ConditionNodes.Compare(2L, 10L, Relation.Less).ShouldBeTrue();
        ConditionNodes.Compare("b", "a", Relation.AtLeast).ShouldBeTrue();
        ConditionNodes.Compare(Json.Of("{'a':1,'b':2}"), Json.Of("{'b':2,'a':1}")).ShouldBeTrue();
        ConditionNodes.Compare("1", 1L, Relation.Unequal).ShouldBeTrue();
        Should.Throw<NodeFailure>(() => ConditionNodes.Compare("1", 1L, Relation.Less)).Message
            .ShouldBe("'1' and '1' have no order between them; numbers, texts and booleans do, each among themselves.");
    }

    [Fact]
    public void A_switch_asks_for_one_side_only()
    {
        SwitchNodes.AskSwitch(true).ShouldBe(["on_true"]);
        SwitchNodes.Switch(false, "no").ShouldBe("no");
        Should.Throw<NodeFailure>(() => SwitchNodes.Switch(true, "no")).Message.ShouldBe("The switch is on, and nothing is linked to 'on_true'.");
        SwitchNodes.AskIndex(2).ShouldBe(["value2"]);
        SwitchNodes.ByIndex(1, "a", "b").ShouldBe("b");
        SwitchNodes.AskName("de", "en\nde\n*").ShouldBe(["value1"]);
        SwitchNodes.AskName("xx", "en\nde\n*").ShouldBe(["value2"]);
        SwitchNodes.ByName("en", "en\nde", "hello").ShouldBe("hello");
        Should.Throw<NodeFailure>(() => SwitchNodes.ByName("xx", "en\nde")).Message.ShouldBe("The name 'xx' is none of: en, de. A line '*' in 'names' would stand for all others.");
    }

    [Fact]
    public void The_first_that_is_there_ends_the_asking()
    {
        SwitchNodes.AskFirst(Known(), null, null, null, null, null, null).ShouldBe(["value0"]);
        SwitchNodes.AskFirst(Known("value0"), "", null, null, null, null, null).ShouldBe(["value1"]);
        SwitchNodes.AskFirst(Known("value0", "value1"), "", "x", null, null, null, null).ShouldBeEmpty();
        SwitchNodes.First("", "x").ShouldBe("x");
        Should.Throw<NodeFailure>(() => SwitchNodes.First(""));
    }

    [Fact]
    public void A_gate_blocks_or_lets_pass()
    {
        GateNodes.Block("x", false).Value.ShouldBe("x");
        GateNodes.Block("x", true, "not now").Blocked.ShouldBe(new Blocked("not now"));
        GateNodes.Block("x").Blocked.ShouldBe(new Blocked());
        GateNodes.Assert(true, value: "x").ShouldBe("x");
        Should.Throw<NodeFailure>(() => GateNodes.Assert(false, "Give it a name.")).Message.ShouldBe("Give it a name.");
    }

    [Fact]
    public void Values_become_others()
    {
        ConversionNodes.ToInt("9223372036854775807").ShouldBe(long.MaxValue);
        ConversionNodes.ToInt(-1.9).ShouldBe(-1);
        ConversionNodes.ToFloat(Json.Of("'1.5'")).ShouldBe(1.5);
        ConversionNodes.ToText(1.0).ShouldBe("1.0");
        ConversionNodes.ToText(1e21).ShouldBe("1e+21");
        ConversionNodes.ToText(Json.Of("'你'")).ShouldBe("你");
        ConversionNodes.ToBoolean(" Yes ").ShouldBeTrue();
        Should.Throw<NodeFailure>(() => ConversionNodes.ToInt("twelve")).Message.ShouldBe("Input 'value' is 'twelve'; it takes a number, such as 12 or 0.5.");
        Should.Throw<NodeFailure>(() => ConversionNodes.ToInt(1e300));
        Should.Throw<NodeFailure>(() => ConversionNodes.ToFloat("NaN"));
        Should.Throw<NodeFailure>(() => ConversionNodes.ToBoolean("maybe"));
    }

    private static KnownInputs Known(params string[] names) => new(names.ToHashSet());
}
