using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Differences;
using MySpinBot.Core.Tests.Validation;

namespace MySpinBot.Core.Tests.Documents.Differences;

public sealed class What_holds_of_every_difference
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(1500);

    private static Gen<(GraphDocument Before, GraphDocument After)> Pairs => from before in RandomDocuments.Any from after in RandomDocuments.Any select (before, after);

    [Fact]
    public void A_document_is_the_same_as_itself_and_as_what_is_read_of_it_in_another_order()
        => Check.One(Often, Prop.ForAll(RandomDocuments.Any.ToArbitrary(), document =>
            GraphDiff.Between(document, document).Changes.IsEmpty && GraphDiff.Between(document, Shuffled(document)).Changes.IsEmpty));

    [Fact]
    public void What_is_different_is_told_and_never_by_an_exception()
        => Check.One(Often, Prop.ForAll(Pairs.ToArbitrary(), pair =>
        {
            var changes = GraphDiff.Between(pair.Before, pair.After).Changes;
            return changes.All(change => !change.Sentence.Any(char.IsControl) && change.Path.Length > 0 && (change.Before is not null || change.After is not null))
                   && (!changes.IsEmpty || GraphWriter.Write(Sorted(pair.Before)).AsSpan().SequenceEqual(GraphWriter.Write(Sorted(pair.After))) || AreEqual(pair.Before, pair.After));
        }));

    [Fact]
    public void It_is_the_same_every_time_and_each_place_is_told_once()
        => Check.One(Often, Prop.ForAll(Pairs.ToArbitrary(), pair =>
        {
            var changes = GraphDiff.Between(pair.Before, pair.After).Changes;
            return changes.Select(change => change.Sentence).SequenceEqual(GraphDiff.Between(pair.Before, pair.After).Changes.Select(change => change.Sentence))
                   && changes.Select(change => (change.Kind == GraphChangeKind.Renamed, string.Join('\n', change.Path), change.Before is null)).Distinct().Count() == changes.Length;
        }));

    [Fact]
    public void What_came_one_way_went_the_other_way()
        => Check.One(Often, Prop.ForAll(Pairs.ToArbitrary(), pair =>
        {
            var (there, back) = (GraphDiff.Between(pair.Before, pair.After).Changes, GraphDiff.Between(pair.After, pair.Before).Changes);
            return Count(there, GraphChangeKind.Renamed) == Count(back, GraphChangeKind.Renamed) && Nodes(there, GraphChangeKind.Added) == Nodes(back, GraphChangeKind.Removed);
        }));

    [Fact]
    public void New_ids_for_all_nodes_are_only_new_ids()
        => Check.One(Often, Prop.ForAll(RandomDocuments.Any.ToArbitrary(), document =>
        {
            var whole = document with { Subgraphs = [], Targets = [] };
            return GraphDiff.Between(whole, Renumbered(whole)).Changes.All(change => change.Kind == GraphChangeKind.Renamed || IsTwinsMatter(whole));
        }));

    // Of nodes that look the same together with all around them, chance may swap two; then links between the swapped are told.
    private static bool IsTwinsMatter(GraphDocument document) => document.Nodes.GroupBy(node => (node.ClassType, node.Mode, node.Inputs.Length)).Any(group => group.Count() > 1);

    private static int Count(IEnumerable<GraphChange> changes, GraphChangeKind kind) => changes.Count(change => change.Kind == kind);

    private static int Nodes(IEnumerable<GraphChange> changes, GraphChangeKind kind) => changes.Count(change => change.Kind == kind && change.Path is ["nodes", _]);

    private static GraphDocument Renumbered(GraphDocument document)
    {
        var ids = document.Nodes.Select((node, i) => (node.Id, New: $"new{i}")).ToDictionary(pair => pair.Id, pair => pair.New);
        return document with
        {
            Nodes = [.. document.Nodes.Select(node => node with
            {
                Id = ids[node.Id],
                Inputs = [.. node.Inputs.Select(input => input.Value is LinkValue link && ids.TryGetValue(link.NodeId, out var id) ? input with { Value = link with { NodeId = id } } : input)],
            })],
        };
    }

    private static GraphDocument Shuffled(GraphDocument document) => document with
    {
        Nodes = [.. document.Nodes.Reverse().Select(node => node with { Inputs = [.. node.Inputs.Reverse()] })],
        Inputs = [.. document.Inputs.Reverse()],
        Targets = [.. document.Targets.Reverse()],
    };

    private static GraphDocument Sorted(GraphDocument document) => document with
    {
        Nodes = [.. document.Nodes.OrderBy(node => node.Id, StringComparer.Ordinal).Select(node => node with { Inputs = [.. node.Inputs.OrderBy(input => input.Name, StringComparer.Ordinal)] })],
        Targets = [.. document.Targets.Distinct().Order(StringComparer.Ordinal)],
        Subgraphs = [.. document.Subgraphs.Select(subgraph => subgraph with { Graph = Sorted(subgraph.Graph) })],
    };

    // The first output may be written in three ways, and a number in many.
    private static bool AreEqual(GraphDocument before, GraphDocument after) => JsonElement.DeepEquals(Json(before), Json(after));

    private static JsonElement Json(GraphDocument document)
        => JsonElement.Parse(System.Text.Encoding.UTF8.GetString(GraphWriter.Write(Sorted(document))).Replace("\"slot\": 0", "\"slot\":0", StringComparison.Ordinal));
}
