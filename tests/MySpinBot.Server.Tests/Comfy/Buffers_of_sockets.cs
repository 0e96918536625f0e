using System.Text;
using MySpinBot.Server.Comfy.Live;

namespace MySpinBot.Server.Tests.Comfy;

public sealed class Buffers_of_sockets
{
    private readonly SocketBuffer _buffer = new(10_000, new SharedRoom(1 << 20));

    [Fact]
    public void What_must_arrive_arrives_in_order_and_of_the_rest_the_latest()
    {
        Offer("progress", "a");
        Keep("b").ShouldBeTrue();
        Offer("progress", "c");
        Offer("picture", "d");
        Keep("e").ShouldBeTrue();
        Taken().ShouldBe("b c d e");
        _buffer.Bytes.ShouldBe(0);
    }

    [Fact]
    public void What_is_transient_gives_way_and_what_must_arrive_is_never_dropped()
    {
        Offer("picture", new string('p', 8_000));
        Offer("other", new string('q', 8_000)); // no room
        Keep(new string('k', 5_000)).ShouldBeTrue();
        Keep(new string('l', 6_000)).ShouldBeFalse();
        Taken().ShouldBe(new string('k', 5_000));
    }

    [Fact]
    public void One_large_frame_is_no_sign_of_a_slow_reader()
    {
        Keep(new string('x', 50_000)).ShouldBeTrue();
        Keep("y").ShouldBeFalse();
    }

    [Fact]
    public void A_reader_who_never_reads_costs_no_more_than_the_bound_however_much_there_is_to_tell()
    {
        for (var i = 0; i < 1_000_000; i++)
        {
            Offer("progress", "some state or other");
        }

        _buffer.Bytes.ShouldBeLessThan(200);
        var kept = 0;
        while (Keep("frame"))
        {
            kept++;
        }

        kept.ShouldBe(99);
        Taken().Split(' ').Length.ShouldBe(99);
    }

    [Fact]
    public void What_waits_for_all_is_bounded_and_a_little_is_everybody_s()
    {
        var room = new SharedRoom(1_000_000);
        var deaf = Enumerable.Range(0, 10).Select(_ => new SocketBuffer(1_000_000, room)).ToList();
        foreach (var buffer in deaf)
        {
            while (buffer.TryKeep(new SocketFrame(new byte[1_000])))
            {
            }
        }

        room.Taken.ShouldBeInRange(900_000, 1_000_000);
        var other = new SocketBuffer(1_000_000, room);
        other.TryKeep(new SocketFrame(new byte[60_000])).ShouldBeTrue();
        other.TryKeep(new SocketFrame(new byte[60_000])).ShouldBeFalse();
        deaf[0].Close();
        other.TryKeep(new SocketFrame(new byte[60_000])).ShouldBeTrue();
        deaf.Append(other).ToList().ForEach(buffer => buffer.Close());
        room.Taken.ShouldBe(0);
        other.TryKeep(new SocketFrame(new byte[1])).ShouldBeFalse();
    }

    private bool Keep(string text) => _buffer.TryKeep(new SocketFrame(Encoding.UTF8.GetBytes(text)));

    private void Offer(string kind, string text) => _buffer.Offer(new FrameKind(Guid.Empty, kind), new SocketFrame(Encoding.UTF8.GetBytes(text)));

    private string Taken()
    {
        var texts = new List<string>();
        while (_buffer.TryTake(out var frame))
        {
            texts.Add(Encoding.UTF8.GetString(frame.Bytes.Span));
        }

        return string.Join(' ', texts);
    }
}
