using System.Diagnostics;
using MySpinBot.Storage.Graphs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Storage.Tests.Graphs;

public sealed class A_thousand_revisions
{
    [Fact]
    public async Task Of_two_thousand_nodes_stay_small_and_each_can_be_read()
    {
        using var folder = new TemporaryFolder();
        var store = JobStore.Open(folder.Path, TimeProvider.System);
        var (nodes, seed, clock) = (Drawn.Nodes(2000), new Random(9), Stopwatch.StartNew());
        var documents = new List<string> { Drawn.Document(nodes) };
        var graph = await store.Graphs.CreateAsync(Guid.NewGuid(), "anna", new GraphAbout { Name = "Large" }, Drawn.Content(documents[0]), new RevisionStory(RevisionKind.Created));
        for (var i = 1; i < 1000; i++)
        {
            Edit(nodes, seed, i);
            documents.Add(Drawn.Document(nodes));
            graph = (await store.Graphs.AppendAsync(graph, Drawn.Content(documents[i]), new RevisionStory(RevisionKind.Autosaved))).Graph!;
        }

        var written = clock.Elapsed;
        var whole = documents.Sum(document => (long)document.Length);
        for (var i = 0; i < 1000; i += 7)
        {
            store.Graphs.Reader.Text(graph, i + 1).ShouldBe(documents[i]);
        }

        var read = clock.Elapsed - written;
        await store.DisposeAsync();
        var file = new FileInfo(Path.Join(folder.Path, "jobs.db")).Length;
        TestContext.Current.TestOutputHelper?.WriteLine($"{whole >> 20} MiB of documents are {file >> 10} KiB; a revision took {written.TotalMilliseconds / 1000:0.00} ms, reading one {read.TotalMilliseconds / 143:0.00} ms.");
        graph.Head.Number.ShouldBe(1000);
        file.ShouldBeLessThan(3L << 19, "1.5 MiB");
    }

    // What people do: turn a knob, move on, now and then add something or throw it away.
    private static void Edit(string[] nodes, Random seed, int i)
    {
        var at = seed.Next(nodes.Length);
        nodes[at] = seed.Next(10) == 0
            ? "\"" + $$$"""added{{{i}}}":{"class_type":"LoadImage","inputs":{"image":"picture {{{i}}}.png"}}"""
            : nodes[at].Replace("\"steps\":20", $"\"steps\":{i}").Replace("\"cfg\":7.5", $"\"cfg\":{i / 10.0}");
        nodes[seed.Next(nodes.Length)] += " ";
    }
}
