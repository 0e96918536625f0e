using System.Text.Json;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Differences;

/// <summary>Compares what is the same node in both graphs.</summary>
internal sealed class NodeComparison(NodeEntry before, NodeEntry after, NodePairs nodes, SubgraphPairs subgraphs, GraphPlace place, ChangeList changes)
{
    private readonly string _owner = place.Node(after);

    public void Compare()
    {
        if (before.Id != after.Id)
        {
            changes.Add(GraphChangeKind.Renamed, place.To("nodes", after.Id), $"{_owner} was called {Shown.Name(before.Id)}", ChangeList.Json(before.Id), ChangeList.Json(after.Id));
        }

        var fields = new FieldComparison(changes, place.To("nodes", after.Id), _owner);
        if (subgraphs.TypeNow(before.ClassType) != after.ClassType)
        {
            fields.Compare("class_type", ChangeList.Json(before.ClassType), ChangeList.Json(after.ClassType));
        }

        fields.Compare("version", Number(before.Version), Number(after.Version));
        fields.Compare("mode", Mode(before.Mode), Mode(after.Mode));
        fields.Compare("title", ChangeList.Json(before.Title), ChangeList.Json(after.Title));
        CompareInputs();
        fields.Compare(before.Rest, after.Rest);
    }

    private void CompareInputs()
    {
        var were = before.Inputs.DistinctBy(input => input.Name).ToDictionary(input => input.Name, input => input.Value, StringComparer.Ordinal);
        foreach (var input in after.Inputs)
        {
            if (!were.Remove(input.Name, out var was) || !nodes.AreSame(was, input.Value))
            {
                Add(input.Name, was, input.Value);
            }
        }

        foreach (var gone in before.Inputs.Where(input => were.ContainsKey(input.Name)))
        {
            Add(gone.Name, gone.Value, null);
        }
    }

    private void Add(string name, InputValue? was, InputValue? now)
    {
        var (jsonWas, jsonNow) = (Json(was), Json(now));
        var (shownWas, shownNow) = was is ConstantValue && now is ConstantValue ? ChangeWords.Both(jsonWas, jsonNow) : (Words(was, jsonWas), Words(now, jsonNow));
        changes.AddValue(place.To("nodes", after.Id, "inputs", name), _owner, jsonWas, jsonNow, shownWas, shownNow);
    }

    private static string Words(InputValue? value, JsonElement? json) => value switch
    {
        LinkValue link => ChangeWords.Link(link),
        GraphInputValue input => $"input {Shown.Name(input.Name)}",
        SecretValue secret => $"secret {Shown.Name(secret.Name)}",
        _ => ChangeWords.One(json),
    };

    private static JsonElement? Json(InputValue? value) => value switch
    {
        null => null,
        ConstantValue constant => constant.Json,
        _ => ChangeList.Json(value, InputJson.Write),
    };

    private static JsonElement? Number(int? number) => number is { } known ? ChangeList.Json(known, static (writer, given) => writer.WriteNumberValue(given)) : null;

    private static JsonElement? Mode(NodeMode mode) => ChangeList.Json(mode switch
    {
        NodeMode.Muted => "muted",
        NodeMode.Bypassed => "bypassed",
        _ => "normal",
    });
}
