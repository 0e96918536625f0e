using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Running;

namespace MySpinBot.Runtime.Tests.Running;

public sealed class Events_come_one_at_a_time_and_in_order
{
    private const int Threads = 4;
    private const int Each = 2_000;

    [Fact]
    public void Whichever_threads_say_them()
    {
        var (heard, listening, order) = (new List<int>(), 0, new Lock());
        var said = 0;
        var stream = new EventStream(happened =>
        {
            Interlocked.Increment(ref listening).ShouldBe(1);
            heard.Add(((NodeExpanded)happened).Nodes);
            Interlocked.Decrement(ref listening);
        });

        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, _ =>
        {
            for (var i = 0; i < Each; i++)
            {
                lock (order)
                {
                    stream.Say(new NodeExpanded("n", 0, said++));
                }

                stream.Deliver();
            }
        });

        heard.ShouldBe(Enumerable.Range(0, Threads * Each));
        stream.Broken.ShouldBeNull();
    }

    [Fact]
    public void What_a_listener_says_itself_comes_after_what_it_hears()
    {
        var heard = new List<int>();
        EventStream? stream = null;
        stream = new EventStream(happened =>
        {
            heard.Add(((NodeExpanded)happened).Nodes);
            if (heard.Count == 1)
            {
                stream!.Tell(new NodeExpanded("n", 0, 3));
            }
        });

        stream.Say(new NodeExpanded("n", 0, 1));
        stream.Tell(new NodeExpanded("n", 0, 2));

        heard.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void After_a_listener_has_thrown_nothing_is_delivered()
    {
        var heard = 0;
        var stream = new EventStream(_ => throw new InvalidOperationException($"the {++heard}. time"));

        stream.Say(new NodeExpanded("n", 0, 1));
        stream.Tell(new NodeExpanded("n", 0, 2));
        stream.Tell(new NodeExpanded("n", 0, 3));

        heard.ShouldBe(1);
        stream.Broken.ShouldNotBeNull().Message.ShouldBe("the 1. time");
    }
}
