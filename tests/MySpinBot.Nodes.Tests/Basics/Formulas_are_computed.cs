using MySpinBot.Nodes.Basics.Maths;

namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Formulas_are_computed
{
    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("-2 ** 2", -4)]
    [InlineData("2 ^ 3 ^ 2", 512)]
    [InlineData("2 ** -1", 0.5)]
    [InlineData("7 // 2 - -7 // 2", 7)]
    [InlineData("-7 % 3", 2)]
    [InlineData("7 / 2", 3.5)]
    [InlineData("a * b + c", 23.5)]
    [InlineData("max(a, b, 9) - min(a, b) + abs(-1)", 6)]
    [InlineData("round(2.5) + round(3.5) + round(1.25, 1)", 7.2)]
    [InlineData("floor(1.9) + ceil(1.1) + int(-1.9)", 2)]
    [InlineData("sqrt(16) + log10(1000) + log(8, 2)", 10)]
    [InlineData("1 if a > b else 2", 2)]
    [InlineData("a > b ? 1 : b > 4 ? 3 : 4", 3)]
    [InlineData("1 / (a - 4) if a != 4 else 0", 0)]
    [InlineData("0 < a < 5 and not b == 4", 1)]
    [InlineData("a == 4 or 1 / 0", 1)]
    [InlineData("clamp(10, 0, 5) + lerp(0, 10, 0.25)", 7.5)]
    [InlineData("sum(values)", 12.5)]
    [InlineData("1e3 + .5", 1000.5)]
    [InlineData("1 if 0 else 2 if 0 else 3", 3)]
    public void Operators_bind_as_in_mathematics(string formula, double value) => ExpressionNodes.Compute(formula, 4L, 5L, 3.5).Number.ShouldBe(value, 1e-12);

    [Fact]
    public void Whole_numbers_stay_exact()
    {
        ExpressionNodes.Compute("2 ** 62 + 1").Whole.ShouldBe(4611686018427387905);
        ExpressionNodes.Compute("7 / 2").ShouldBe((3.5, 3, true));
        ExpressionNodes.ComputeAsPython("6 ^ 3").INT.ShouldBe(5);
        ExpressionNodes.ComputeAsPython("a + b", values: new ExtraInputs(new Dictionary<string, object?> { ["values.a"] = 1L, ["values.b"] = true })).ShouldBe((2.0, 2, true));
    }

    [Theory]
    [InlineData("1 / 0", "A division by zero has no result; make sure that the divisor is not 0.")]
    [InlineData("5 % 0", "A division by zero has no result; make sure that the divisor is not 0.")]
    [InlineData("9 ** 99", "gives more than a whole number can hold")]
    [InlineData("1e308 * 10", "not a finite number")]
    [InlineData("sqrt(-1)", "The result of the square root is not a finite number.")]
    [InlineData("x + 1", "The expression asks for 'x', and there is no such input; there are none.")]
    [InlineData("1 +", "The expression ends where a number, a name or '(' belongs.")]
    [InlineData("1 2", "The expression has '2' at character 3, where an operator or the end belongs.")]
    [InlineData("(1", "The expression ends where ')' belongs.")]
    [InlineData("1 $ 2", "The expression has a '$' at character 3, which means nothing there.")]
    [InlineData("foo(1)", "There is no function 'foo'; there are abs, atan2,")]
    [InlineData("sqrt(1, 2)", "The function 'sqrt' takes 1 values and was given 2.")]
    [InlineData("1.2.3", "The expression has '1.2.3' at character 1, which is not a number.")]
    [InlineData("", "The expression has 0 characters; it takes something like 'a + b', up to 10000.")]
    public void A_bad_formula_says_what_is_wrong(string formula, string sentence)
        => Should.Throw<NodeFailure>(() => ExpressionNodes.Compute(formula)).Message.ShouldContain(sentence);

    [Fact]
    public void Depth_is_bounded_and_nesting_costs_no_time()
    {
        Should.Throw<NodeFailure>(() => ExpressionNodes.Compute(new string('(', 5_000))).Message.ShouldContain("nested deeper than 200 levels");
        Should.Throw<NodeFailure>(() => ExpressionNodes.Compute(new string('-', 5_000) + "1"));
        var nested = Enumerable.Range(0, 60).Aggregate("1", (inner, _) => $"({inner} if 1 else 2)");
        ExpressionNodes.Compute(nested).Whole.ShouldBe(1);
    }

    [Fact]
    public void A_formula_is_checked_before_the_run_without_its_values()
    {
        ExpressionNodes.Faults("a / b + unknown").ShouldBeEmpty();
        ExpressionNodes.Faults(null).ShouldBeEmpty();
        ExpressionNodes.Faults("a +").ShouldHaveSingleItem().Input.ShouldBe("expression");
    }

    [Fact]
    public void Arithmetic_never_wraps_around()
    {
        ArithmeticNodes.Whole(7, -2, Operation.Divide).ShouldBe(-4);
        ArithmeticNodes.Whole(7, -2, Operation.Modulo).ShouldBe(-1);
        ArithmeticNodes.Whole(long.MinValue, -1, Operation.Modulo).ShouldBe(0);
        ArithmeticNodes.Real(7, 2, Operation.Divide).ShouldBe(3.5);
        Should.Throw<NodeFailure>(() => ArithmeticNodes.Whole(long.MaxValue, 1));
        Should.Throw<NodeFailure>(() => ArithmeticNodes.Whole(long.MinValue, -1, Operation.Divide));
        Should.Throw<NodeFailure>(() => ArithmeticNodes.Real(1, 0, Operation.Divide));
    }

    [Fact]
    public void Numbers_are_rounded_kept_in_bounds_and_moved_between_ranges()
    {
        ArithmeticNodes.Round(2.5).ShouldBe((2.0, 2));
        ArithmeticNodes.Round(1.005, Rounding.Nearest, 1).Rounded.ShouldBe(1.0);
        ArithmeticNodes.Round(-1.5, Rounding.Floor).Whole.ShouldBe(-2);
        ArithmeticNodes.Round(1234, Rounding.Ceiling, -2).Whole.ShouldBe(1300);
        ArithmeticNodes.Clamp(5).ShouldBe(1);
        Should.Throw<NodeFailure>(() => ArithmeticNodes.Clamp(5, 2, 1));
        ArithmeticNodes.Remap(5, 0, 10, 100, 200).ShouldBe(150);
        Should.Throw<NodeFailure>(() => ArithmeticNodes.Remap(5, 1, 1)).Input.ShouldBe("from_max");
    }

    [Fact]
    public void Ranges_count_up_and_down()
    {
        RangeNodes.Count(0, 5, 2).ShouldBe([0, 2, 4]);
        RangeNodes.Count(5, 0, -2).ShouldBe([5, 3, 1]);
        RangeNodes.Count(5, 0).ShouldBeEmpty();
        RangeNodes.Spread(0, 1, 3).ShouldBe([0, 0.5, 1]);
        Should.Throw<NodeFailure>(() => RangeNodes.Count(0, 1, 0));
        Should.Throw<NodeFailure>(() => RangeNodes.Count(long.MinValue, long.MaxValue)).Message.ShouldContain("100000 at most");
        RangeNodes.Statistics([1e100, 1, -1e100]).ShouldBe((1, 1.0 / 3, -1e100, 1e100, 3));
    }
}
