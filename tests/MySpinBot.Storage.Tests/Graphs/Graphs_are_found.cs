using System.Collections.Immutable;
using MySpinBot.Storage.Graphs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Storage.Tests.Graphs;

public sealed class Graphs_are_found : IAsyncLifetime
{
    private static readonly string[] Names = ["Film", "film of a cat", "100 % real", "a_b", "a\\b", "Ümlaut", "it's", "zebra"];
    private static readonly string[][] Tags = [[], ["cats"], ["cats", "two words"], ["dogs"]];
    private static readonly string[][] Types = [["KSampler", "SaveImage"], ["LoadImage"], ["SaveVideo", "KSampler"]];

    private readonly TemporaryFolder _folder = new();
    private readonly JobStore _store;
    private readonly List<(StoredGraph Graph, string[] Types)> _graphs = [];

    public Graphs_are_found() => _store = JobStore.Open(_folder.Path, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 48; i++)
        {
            var about = new GraphAbout { Name = Names[i % Names.Length], Description = i % 7 == 0 ? "Nothing BUT words." : "", Tags = [.. Tags[i % Tags.Length]], IsTemplate = i % 5 == 0 };
            var graph = await _store.Graphs.CreateAsync(Guid.NewGuid(), i % 9 == 8 ? "bert" : "anna", about, Drawn.Content($"{{\"{i}\":1}}", Types[i % Types.Length]), new RevisionStory(RevisionKind.Created));
            _graphs.Add((i % 11 == 10 ? (await _store.Graphs.ChangeAsync(graph.Owner, graph.Id, new GraphAbout { IsDeleted = true }))! : graph, Types[i % Types.Length]));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void By_all_that_a_filter_has_at_once_page_by_page()
    {
        var seed = new Random(1);
        for (var i = 0; i < 400; i++)
        {
            var filter = new GraphFilter
            {
                Owner = Any(seed, "anna", "bert", "nobody"),
                Words = Any(seed, [], [], ["film"], ["FILM", "Cat"], ["%"], ["_"], ["\\"], ["'"], ["ümLAUT"], ["ksampler"], ["words"], ["nothing", "here"]),
                Tags = Any(seed, [], [], ["cats"], ["cats", "two words"], ["two"], ["CATS"]),
                NodeTypes = Any(seed, [], [], ["KSampler"], ["KSampler", "SaveImage"], ["Sampler"]),
                IsTemplate = Any<bool?>(seed, null, null, true, false),
                IsDeleted = seed.Next(5) == 0,
                Order = Any(seed, GraphOrder.Changed, GraphOrder.Created, GraphOrder.Name),
                Descending = seed.Next(2) == 0,
                Most = seed.Next(1, 9),
            };

            Pages(filter).Select(graph => graph.Sequence).ShouldBe(Expected(filter).Select(graph => graph.Sequence), filter.ToString());
        }
    }

    [Fact]
    public async Task By_the_nodes_of_their_latest_revision()
    {
        var graph = _graphs[0].Graph;
        await _store.Graphs.AppendAsync(graph, Drawn.Content("{}", "Whole\nNew"), new RevisionStory(RevisionKind.Saved));

        Pages(new GraphFilter { Owner = "anna", Words = ["whole"] }).Select(found => found.Id).ShouldBe([graph.Id]);
        Pages(new GraphFilter { Owner = "anna", Words = ["KSampler"] }).ShouldNotContain(found => found.Id == graph.Id);
    }

    private static T Any<T>(Random seed, params T[] choices) => choices[seed.Next(choices.Length)];

    private static ImmutableArray<string> Any(Random seed, params string[][] choices) => [.. choices[seed.Next(choices.Length)]];

    private List<StoredGraph> Pages(GraphFilter filter)
    {
        var all = new List<StoredGraph>();
        while (_store.Graphs.Reader.List(filter) is { IsEmpty: false } page)
        {
            all.AddRange(page);
            filter = filter with { After = new GraphPlace(page[^1].Name, page[^1].ChangedAt.ToUnixTimeMilliseconds(), page[^1].Sequence) };
        }

        return all;
    }

    private IEnumerable<StoredGraph> Expected(GraphFilter filter)
    {
        var found = _graphs.Where(each => each.Graph.Owner == filter.Owner && each.Graph.DeletedAt is null != filter.IsDeleted
            && filter.Words.All(word => $"{each.Graph.Name}\n{each.Graph.Description}\n{string.Join('\n', each.Graph.Tags)}\n{string.Join('\n', each.Types)}".Contains(word, StringComparison.OrdinalIgnoreCase))
            && filter.Tags.All(tag => each.Graph.Tags.Contains(tag)) && filter.NodeTypes.All(type => each.Types.Contains(type))
            && (filter.IsTemplate is not { } template || each.Graph.IsTemplate == template)).Select(each => each.Graph);
        var ordered = filter.Order switch
        {
            GraphOrder.Changed => found.OrderBy(graph => graph.ChangedAt).ThenBy(graph => graph.Sequence),
            GraphOrder.Created => found.OrderBy(graph => graph.Sequence),
            _ => found.OrderBy(graph => string.Concat(graph.Name.Select(letter => char.IsAscii(letter) ? char.ToUpperInvariant(letter) : letter)), StringComparer.Ordinal).ThenBy(graph => graph.Sequence),
        };
        return filter.Descending ? ordered.Reverse() : ordered;
    }
}
