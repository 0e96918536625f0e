using System.Text;
using MySpinBot.Storage.Graphs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Storage.Tests.Graphs;

/// <summary>A process that saves graphs, several at once and some by two writers, and says so once it was told that they are stored.</summary>
internal static class SavingChild
{
    /// <summary>What stands in a revision.</summary>
    public static string Document(Guid graph, long revision) => "{\"nodes\": {\"of " + graph + "\": {\"inputs\": {\"text\": \"" + new string((char)('a' + (revision % 26)), 3000) + " " + revision + "\"}}}}";

    public static async Task<int> Run(string folder)
    {
        await using var store = JobStore.Open(folder, TimeProvider.System);
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SaveAsync(store, output)));
        return 0;
    }

    private static async Task SaveAsync(JobStore store, TextWriter output)
    {
        while (true)
        {
            var id = Guid.NewGuid();
            var graph = await store.Graphs.CreateAsync(id, "anna", new GraphAbout { Name = "Film" }, Content(id, 1), new RevisionStory(RevisionKind.Created));
            output.WriteLine($"saved {id} 1");
            for (var revision = 2; revision < 12; revision++)
            {
                var result = await store.Graphs.AppendAsync(graph, Content(id, revision), new RevisionStory(RevisionKind.Autosaved));
                graph = result.Graph!;
                output.WriteLine($"saved {id} {graph.Head.Number}");
            }
        }
    }

    private static GraphContent Content(Guid graph, long revision) => new(Encoding.UTF8.GetBytes(Document(graph, revision)), ["Note"], 1);
}
