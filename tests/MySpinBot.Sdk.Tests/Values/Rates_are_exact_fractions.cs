namespace MySpinBot.Sdk.Tests.Values;

public sealed class Rates_are_exact_fractions
{
    [Theory]
    [InlineData(25, "25/1")]
    [InlineData(23.976, "24000/1001")]
    [InlineData(29.97, "30000/1001")]
    [InlineData(59.94005994, "60000/1001")]
    [InlineData(12.5, "25/2")]
    [InlineData(0.0001, "1/1000")]
    public void A_double_is_taken_for_the_rate_that_was_meant(double value, string fraction) => Rational.FromDouble(value).ToString().ShouldBe(fraction);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_is_positive_and_finite(double value) => Should.Throw<ArgumentOutOfRangeException>(() => Rational.FromDouble(value));

    [Fact]
    public void Equal_fractions_are_equal()
    {
        new Rational(50, 2).ShouldBe(new Rational(25));
        new Rational(1, 4).Value.ShouldBe(0.25);
        Should.Throw<ArgumentOutOfRangeException>(() => new Rational(1, 0));
    }
}
