using System.Text;
using MySpinBot.Storage.Graphs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Storage.Tests.Graphs;

/// <summary>Graphs to keep.</summary>
internal static class Drawn
{
    public static GraphContent Content(string document, params string[] types) => new(Encoding.UTF8.GetBytes(document), [.. types], types.Length);

    public static Task<StoredGraph> CreateAsync(JobStore store, string owner = "anna", string name = "Poster", string document = "{}", params string[] types)
        => store.Graphs.CreateAsync(Guid.NewGuid(), owner, new GraphAbout { Name = name }, Content(document, types), new RevisionStory(RevisionKind.Created));

    public static async Task<StoredGraph> SaveAsync(this JobStore store, StoredGraph graph, string document)
    {
        var result = await store.Graphs.AppendAsync(graph, Content(document), new RevisionStory(RevisionKind.Saved));
        result.Outcome.ShouldBe(RevisionOutcome.Stored);
        return result.Graph!;
    }

    public static string Text(this StoredGraphs graphs, StoredGraph graph, long number) => Encoding.UTF8.GetString(graphs.Document(graph, number).ShouldNotBeNull().Span);

    /// <summary>A graph of many nodes, as one draws them: each with a few settings and links.</summary>
    public static string[] Nodes(int count)
        => [.. Enumerable.Range(0, count).Select(i => "\"" + $$$"""
            node{{{i}}}":{"class_type":"Sampler{{{i % 40}}}","title":"Step {{{i}}}","inputs":{"model":{"from":"node{{{i / 2}}}"},"seed":{{{i * 7919}}},"steps":20,"cfg":7.5,"text":"a picture of thing {{{i * 31}}}"}}
            """)];

    public static string Document(string[] nodes) => "{\"nodes\":{" + string.Join(',', nodes) + "}}";
}
