using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Jobs;
using static MySpinBot.Server.Tests.Jobs.ScriptedWorker;

namespace MySpinBot.Server.Tests.Jobs;

/// <summary>What calls write, as it is told to those who read along, who come late, who are slow.</summary>
public sealed class Texts_of_jobs
{
    [Fact]
    public async Task Who_reads_along_gets_what_is_added_and_who_comes_late_all_so_far()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        office.Worker.Tell(id, new NodeStarted("1", "Toy", "Toy", 1, RunReason.NotKnown));
        await using var first = new Reader(office, id);
        var written = "";
        for (var word = 0; word < 20; word++)
        {
            office.Worker.Write(id, "1", written.Length, $"word{word} ");
            written += $"word{word} ";
            await first.UntilAsync(written);
        }

        first.Pieces.Select(piece => piece.Offset).Distinct().Count().ShouldBe(first.Pieces.Count);
        first.Pieces.Count.ShouldBeGreaterThan(10);
        await using var late = new Reader(office, id);
        await late.UntilAsync(written);
        late.Pieces.ShouldHaveSingleItem().Offset.ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_slow_gets_all_of_it_in_few_pieces()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        await using var slow = new Reader(office, id);
        await slow.NextAsync();
        var written = "";
        for (var word = 0; word < 5_000; word++)
        {
            office.Worker.Write(id, "1", written.Length, $"{word} ");
            office.Worker.Write(id, "2", written.Length, $"{word} ", call: 3);
            written += $"{word} ";
        }

        await slow.UntilAsync(written);
        await slow.UntilAsync(written, ("2", 3));
        slow.Pieces.Count.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task Of_a_job_that_has_ended_meanwhile_who_read_along_misses_nothing_and_its_end_is_the_last_he_hears()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        await using var reader = new Reader(office, id);
        await reader.NextAsync();
        office.Worker.Tell(id, new NodeStarted("1", "Toy", "Toy", 1, RunReason.NotKnown));
        office.Worker.Write(id, "1", 0, "Once upon ");
        office.Worker.Write(id, "1", 10, "a time");
        office.Worker.End(id, events: Finished("1"));
        await office.WhenAsync(id, JobState.Succeeded);

        while (await reader.NextAsync())
        {
        }

        reader.Text(("1", 0)).ShouldBe("Once upon a time");
        var last = reader.All.FindLastIndex(news => news is TextNews);
        reader.All.Count.ShouldBeGreaterThan(last + 2);
        reader.All[last - 1].ShouldBeOfType<StoredNews>();
        reader.All.Skip(last + 1).ShouldAllBe(news => news is StoredNews);
    }

    [Fact]
    public async Task A_call_that_begins_again_takes_the_place_of_what_it_wrote()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        office.Worker.Write(id, "1", 0, "The first try");
        await using var reader = new Reader(office, id);
        await reader.UntilAsync("The first try");

        office.Worker.Write(id, "1", 0, "The second");
        await reader.UntilAsync("The second");
        office.Worker.Write(id, "1", 4, "third");

        await reader.UntilAsync("The third");
        await using var late = new Reader(office, id);
        await late.UntilAsync("The third");
    }

    [Fact]
    public async Task Of_a_very_long_one_the_end_is_kept()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        const int Pieces = 400;
        var piece = new string('x', 1_000);
        for (var at = 0; at < Pieces; at++)
        {
            office.Worker.Write(id, "1", at * piece.Length, piece);
        }

        office.Worker.Write(id, "1", Pieces * piece.Length, "the end");
        await using var late = new Reader(office, id);
        while (!late.Text(("1", 0)).EndsWith("the end", StringComparison.Ordinal))
        {
            (await late.NextAsync()).ShouldBeTrue();
        }

        late.Pieces[0].Offset.ShouldBeGreaterThan(0);
        late.Text(("1", 0)).Length.ShouldBeInRange(100 << 10, 257 << 10);
    }

    private sealed class Reader(Office office, Guid job) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<JobNews> _news = office.Desk.Feeds.Watch(job, 0, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        private readonly Dictionary<(string, int), TextSoFar> _texts = [];

        public List<JobNews> All { get; } = [];

        public List<TextNews> Pieces => [.. All.OfType<TextNews>()];

        public string Text((string, int) call) => _texts.GetValueOrDefault(call)?.ToString() ?? "";

        public async Task<bool> NextAsync()
        {
            if (!await _news.MoveNextAsync().AsTask().WaitAsync(Office.Patience))
            {
                return false;
            }

            All.Add(_news.Current);
            if (_news.Current is TextNews text)
            {
                if (!_texts.TryGetValue((text.NodeId, text.Call), out var so))
                {
                    _texts.Add((text.NodeId, text.Call), so = new TextSoFar(1 << 20));
                }

                so.Add(text.Offset, text.Text);
            }

            return true;
        }

        public async Task UntilAsync(string written, (string, int)? call = null)
        {
            while (Text(call ?? ("1", 0)) != written)
            {
                (await NextAsync()).ShouldBeTrue(Text(call ?? ("1", 0)));
            }
        }

        public ValueTask DisposeAsync() => _news.DisposeAsync();
    }
}
