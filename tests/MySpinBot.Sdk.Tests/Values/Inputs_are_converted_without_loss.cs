using System.Text.Json;
using MySpinBot.Sdk.Tests.Fakes;

namespace MySpinBot.Sdk.Tests.Values;

public sealed class Inputs_are_converted_without_loss
{
    [Fact]
    public void Numbers_become_the_declared_kind()
    {
        Get<int>(7L).ShouldBe(7);
        Get<double>(7L).ShouldBe(7.0);
        Get<float>(0.5).ShouldBe(0.5f);
        Get<ulong>(-1L).ShouldBe(ulong.MaxValue);
        Get<int?>(7L).ShouldBe(7);
        Get<object>(7L).ShouldBe(7L);
    }

    [Fact]
    public void Plain_values_become_JSON()
    {
        Get<JsonElement>("a").GetString().ShouldBe("a");
        Get<JsonElement>(true).GetBoolean().ShouldBeTrue();
        Get<JsonElement>(3L).GetInt64().ShouldBe(3);
    }

    [Fact]
    public void A_number_that_does_not_fit_is_refused()
        => Should.Throw<NodeFailure>(() => Get<int>(3_000_000_000L)).Message.ShouldBe("Input 'x' is 3000000000, which does not fit into 32 bits.");

    [Fact]
    public void A_fraction_is_not_cut_to_an_integer()
        => Should.Throw<NodeFailure>(() => Get<int>(1.5)).Message.ShouldBe("Input 'x' takes Int32 and was given Double.");

    [Fact]
    public void Nothing_is_taken_only_where_nothing_is_allowed()
    {
        Get<string?>(null).ShouldBeNull();
        Get<int?>(null).ShouldBeNull();
        Should.Throw<NodeFailure>(() => Get<int>(null)).Message.ShouldBe("Input 'x' takes Int32 and was given nothing.");
    }

    [Fact]
    public void A_missing_value_is_the_fallback()
    {
        var call = Call(NodeCall.Missing);

        call.Has(0).ShouldBeFalse();
        call.Get(0, "x", 5).ShouldBe(5);
        call.GetList<int>(0, "x").ShouldBeEmpty();
    }

    [Fact]
    public void Lists_are_converted_one_by_one()
    {
        Call(new object?[] { 1L, 2L }).GetList<float>(0, "x").ShouldBe([1f, 2f]);
        Should.Throw<NodeFailure>(() => Call(new object?[] { "a" }).GetList<int>(0, "x")).Message.ShouldBe("Input 'x' takes Int32 and was given String.");
    }

    private static T Get<T>(object? value) => Call(value).Get<T>(0, "x");

    private static NodeCall Call(object? value) => new([value], new QuietContext(), new PackServices(Calls.Pack));
}
