using MySpinBot.Runtime.Memory;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Memory;

public sealed class Memory_of_the_machine_is_read
{
    private const string MemInfo = "MemTotal:       16384000 kB\nMemFree:         1000000 kB\nMemAvailable:    8192000 kB\n";

    [Fact]
    public void Without_a_control_group_it_is_what_the_kernel_says()
    {
        var reading = new MemoryReading(MemInfo, []);
        reading.Total.ShouldBe(16_384_000L * 1024);
        reading.Available.ShouldBe(8_192_000L * 1024);
    }

    [Theory]
    [InlineData("max\n", "123", 8_192_000L * 1024)]
    [InlineData("9223372036854771712\n", "123", 8_192_000L * 1024)]
    [InlineData("1000000000\n", "400000000\n", 700_000_000)]
    [InlineData("1000000000\n", "2000000000\n", 0)]
    [InlineData("", "", 8_192_000L * 1024)]
    public void A_control_group_lowers_it(string limit, string current, long available)
        => new MemoryReading(MemInfo, [new GroupReading(limit, current, "anon 5\ninactive_file 100000000\n")]).Available.ShouldBe(available);

    [Fact]
    public void The_budget_leaves_a_reserve()
    {
        DeviceBudget.Of(new MemoryReading(MemInfo, [])).ShouldBe((8_192_000L * 1024) - (1_638_400L * 1024));
        DeviceBudget.Of(new MemoryReading("", [])).ShouldBe(256L << 20);
        DeviceBudget.OfMachine(12345)[DeviceId.Cpu].ShouldBe(12345);
        DeviceBudget.OfMachine(null)[DeviceId.Cpu].ShouldBeGreaterThan(0);
    }
}
