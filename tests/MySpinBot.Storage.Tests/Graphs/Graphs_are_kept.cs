using MySpinBot.Storage.Graphs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Storage.Tests.Graphs;

public sealed class Graphs_are_kept : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private JobStore _store;

    public Graphs_are_kept() => _store = JobStore.Open(_folder.Path, TimeProvider.System);

    private StoredGraphs Reader => _store.Graphs.Reader;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task With_every_revision_after_a_restart()
    {
        var graph = await Drawn.CreateAsync(_store, document: "{\"a\":1}", types: ["Blur", "Save"]);
        for (var i = 2; i <= 40; i++)
        {
            graph = await _store.SaveAsync(graph, $"{{\"a\":{new string('7', i * 20)}}}");
        }

        await RestartAsync();

        var found = Reader.Find(graph.Id, "anna").ShouldNotBeNull();
        (found.Name, found.Head.Number, found.Head.Kind).ShouldBe(("Poster", 40, RevisionKind.Saved));
        Reader.Text(found, 1).ShouldBe("{\"a\":1}");
        for (var i = 2; i <= 40; i++)
        {
            Reader.Text(found, i).ShouldBe($"{{\"a\":{new string('7', i * 20)}}}");
        }

        Reader.Document(found, 41).ShouldBeNull();
        Reader.Revisions(found, [], false, long.MaxValue, 3).Select(revision => revision.Number).ShouldBe([40, 39, 38]);
        Reader.Revisions(found, [RevisionKind.Created], false, long.MaxValue, 3).Select(revision => revision.Number).ShouldBe([1]);
        Reader.Find(graph.Id, "bert").ShouldBeNull();
    }

    [Fact]
    public async Task So_that_of_all_who_write_at_once_exactly_one_wins()
    {
        var graph = await Drawn.CreateAsync(_store);
        for (var round = 0; round < 20; round++)
        {
            var seen = graph;
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => _store.Graphs.AppendAsync(seen, Drawn.Content($"{{\"{round}\":{i}}}"), new RevisionStory(RevisionKind.Saved, Client: $"{i}")))));

            var won = results.Single(result => result.Outcome == RevisionOutcome.Stored);
            results.Count(result => result.Outcome == RevisionOutcome.Changed && result.Graph!.Head.Client == won.Graph!.Head.Client).ShouldBe(7, "The others hear who was first.");
            graph = won.Graph!;
            Reader.Text(graph, graph.Head.Number).ShouldBe($"{{\"{round}\":{graph.Head.Client}}}");
        }

        graph.Head.Number.ShouldBe(21);
    }

    [Fact]
    public async Task And_what_is_the_same_is_no_new_revision()
    {
        var graph = await Drawn.CreateAsync(_store, document: "{\"a\":1}");
        (await _store.Graphs.AppendAsync(graph, Drawn.Content("{\"a\":1}"), new RevisionStory(RevisionKind.Saved))).Outcome.ShouldBe(RevisionOutcome.Same);
        var second = await _store.SaveAsync(graph, "{\"a\":2}");

        // The answer to it was lost, and it is sent again.
        var again = await _store.Graphs.AppendAsync(graph, Drawn.Content("{\"a\":2}"), new RevisionStory(RevisionKind.Saved));
        (again.Outcome, again.Graph!.Head.Number).ShouldBe((RevisionOutcome.Same, 2));
        (await _store.SaveAsync(second, "{\"a\":1}")).Head.Number.ShouldBe(3, "What was there before may come again.");
        Reader.Had(second, "{\"a\":2}"u8).ShouldBeTrue();
        Reader.Had(second, "{\"a\":3}"u8).ShouldBeFalse();
    }

    [Fact]
    public async Task Until_they_are_taken_out_of_the_bin_for_good()
    {
        var graph = await Drawn.CreateAsync(_store);
        (await _store.Graphs.PurgeAsync("anna", graph.Id)).ShouldBeFalse("It is not in the bin.");
        (await _store.Graphs.ChangeAsync("bert", graph.Id, new GraphAbout { IsDeleted = true })).ShouldBeNull();
        var deleted = (await _store.Graphs.ChangeAsync("anna", graph.Id, new GraphAbout { IsDeleted = true })).ShouldNotBeNull();
        (await _store.Graphs.AppendAsync(deleted, Drawn.Content("[]"), new RevisionStory(RevisionKind.Saved))).Outcome.ShouldBe(RevisionOutcome.Deleted);
        (await _store.Graphs.ChangeAsync("anna", graph.Id, new GraphAbout { IsDeleted = false }))!.DeletedAt.ShouldBeNull();
        await _store.Graphs.ChangeAsync("anna", graph.Id, new GraphAbout { IsDeleted = true });

        (await _store.Graphs.PurgeAsync("anna", graph.Id)).ShouldBeTrue();

        Reader.Find(graph.Id, "anna").ShouldBeNull();
        Reader.Document(graph, 1).ShouldBeNull();
        (await _store.Graphs.AppendAsync(graph, Drawn.Content("[]"), new RevisionStory(RevisionKind.Saved))).Outcome.ShouldBe(RevisionOutcome.Missing);
        await RestartAsync();
        (await Drawn.CreateAsync(_store)).Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task With_what_people_say_of_them_and_of_their_revisions()
    {
        var graph = await Drawn.CreateAsync(_store);
        await _store.Graphs.ChangeAsync("anna", graph.Id, new GraphAbout { Name = "Film", Description = "Of a cat.", Tags = ["cats", "two words"], IsTemplate = true });
        (await _store.Graphs.AnnotateAsync(graph, 1, "first", "It works.")).ShouldNotBeNull();
        (await _store.Graphs.AnnotateAsync(graph, 2, "none", null)).ShouldBeNull();

        await RestartAsync();

        var found = Reader.Find(graph.Id, "anna")!;
        (found.Name, found.Description, string.Join('|', found.Tags), found.IsTemplate).ShouldBe(("Film", "Of a cat.", "cats|two words", true));
        (found.Head.Label, found.Head.Note).ShouldBe(("first", "It works."));
    }

    [Fact]
    public async Task And_a_damaged_revision_is_said_and_keeps_nobody_from_saving()
    {
        var graph = await _store.SaveAsync(await Drawn.CreateAsync(_store, document: Drawn.Document(Drawn.Nodes(50))), "{\"nodes\":{}}");
        await _store.DisposeAsync();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Join(_folder.Path, "jobs.db")};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE revisions SET body = substr(body, 1, 40) WHERE number = 1";
            command.ExecuteNonQuery();
        }

        _store = JobStore.Open(_folder.Path, TimeProvider.System);

        Should.Throw<StorageFault>(() => Reader.Document(graph, 1)).Message.ShouldContain("Revision 1 of the graph 'Poster' is damaged");
        var saved = await _store.SaveAsync(graph, "{\"nodes\":{\"a\":1}}");
        Reader.Text(saved, 3).ShouldBe("{\"nodes\":{\"a\":1}}");
    }

    private async Task RestartAsync()
    {
        await _store.DisposeAsync();
        _store = JobStore.Open(_folder.Path, TimeProvider.System);
    }
}
