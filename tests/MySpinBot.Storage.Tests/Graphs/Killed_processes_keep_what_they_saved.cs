using System.Diagnostics;
using MySpinBot.Storage.Graphs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Storage.Tests.Graphs;

public sealed class Killed_processes_keep_what_they_saved
{
    [Fact]
    public async Task However_often_and_whenever()
    {
        using var folder = new TemporaryFolder();
        var said = new Dictionary<Guid, long>();
        var lines = 0;
        for (var round = 0; round < 4; round++)
        {
            using var child = Child.Start(folder.Path, "graphs");
            lines += await ListenAsync(child, said, 150 + (round * 67));
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await using var store = JobStore.Open(folder.Path, TimeProvider.System);
        lines.ShouldBeGreaterThan(900);
        foreach (var (id, revision) in said)
        {
            store.Graphs.Reader.Find(id, "anna").ShouldNotBeNull().Head.Number.ShouldBeGreaterThanOrEqualTo(revision);
        }

        var filter = new GraphFilter { Owner = "anna", Most = int.MaxValue };
        foreach (var graph in store.Graphs.Reader.List(filter))
        {
            store.Graphs.Reader.Revisions(graph, [], false, long.MaxValue, int.MaxValue).Length.ShouldBe((int)graph.Head.Number, "Numbers have no gaps.");
            for (var i = 1; i <= graph.Head.Number; i++)
            {
                store.Graphs.Reader.Text(graph, i).ShouldBe(SavingChild.Document(graph.Id, i));
            }
        }
    }

    /// <summary>Reads what it says until it has said enough, kills it, and reads the rest: what it said before counts too.</summary>
    private static async Task<int> ListenAsync(Process child, Dictionary<Guid, long> said, int wanted)
    {
        var lines = new List<string>();
        while (lines.Count < wanted)
        {
            lines.Add(await child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The child ended by itself."));
        }

        child.Kill();

        // The last line may be cut off; it promises nothing.
        lines.AddRange((await child.StandardOutput.ReadToEndAsync()).Split('\n')[..^1]);
        foreach (var words in lines.Select(line => line.Split(' ')))
        {
            said[Guid.Parse(words[1])] = Math.Max(said.GetValueOrDefault(Guid.Parse(words[1])), long.Parse(words[2]));
        }

        return lines.Count;
    }
}
