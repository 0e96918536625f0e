using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Tests.Surrounding;

public sealed class Amounts_of_bytes
{
    [Theory]
    [InlineData("500000", 500_000)]
    [InlineData("512MB", 512L << 20)]
    [InlineData("4GB", 4L << 30)]
    [InlineData("4g", 4L << 30)]
    [InlineData("1.5 GiB", 3L << 29)]
    public void Are_read_as_people_write_them(string text, long bytes)
    {
        ByteSize.TryParse(text, out var read).ShouldBeTrue();
        read.ShouldBe(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("GB")]
    [InlineData("0")]
    [InlineData("-1GB")]
    [InlineData("4 parsecs")]
    [InlineData("99999999999TB")]
    [InlineData("1e9")]
    public void Anything_else_is_refused(string? text) => ByteSize.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(5L << 30, "5 GB")]
    public void Are_written_shortly(long bytes, string text) => ByteSize.Write(bytes).ShouldBe(text);
}
