using System.Threading.Channels;
using MySpinBot.Server.Rest.Events;

namespace MySpinBot.Server.Tests.Rest;

public sealed class Streams_are_read_with_patience
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiting_in_vain_loses_nothing_of_what_comes_then()
    {
        var items = Channel.CreateUnbounded<int>();
        await using var reader = new PatientReader<int>(items.Reader.ReadAllAsync, Cancellation);
        reader.IsAtHand.ShouldBeFalse();
        (await reader.WaitAsync(TimeSpan.FromMilliseconds(1), TimeProvider.System)).ShouldBeFalse();
        (await reader.WaitAsync(TimeSpan.FromMilliseconds(1), TimeProvider.System)).ShouldBeFalse();

        items.Writer.TryWrite(7);
        (await reader.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System)).ShouldBeTrue();
        (await reader.ReadAsync()).ShouldBeTrue();
        reader.Current.ShouldBe(7);
        items.Writer.Complete();
        (await reader.ReadAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_reader_may_leave_while_he_waits()
    {
        var items = Channel.CreateUnbounded<int>();
        var reader = new PatientReader<int>(items.Reader.ReadAllAsync, Cancellation);
        reader.IsAtHand.ShouldBeFalse();
        await reader.DisposeAsync();
    }
}
