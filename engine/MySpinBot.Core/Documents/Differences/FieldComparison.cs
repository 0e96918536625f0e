using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace MySpinBot.Core.Documents.Differences;

/// <summary>Compares fields that are JSON: objects field by field, everything else as a whole.</summary>
/// <param name="changes">Where differences go.</param>
/// <param name="path">The path to the owner.</param>
/// <param name="owner">What sentences begin with.</param>
internal sealed class FieldComparison(ChangeList changes, ImmutableArray<string> path, string owner)
{
    // Deeper than this, what is different is said of the whole.
    private const int Deepest = 6;

    // What is only looked at, or kept by an editor for itself, in our form and in ComfyUI's.
    private static readonly FrozenSet<string> Looks = new[]
    {
        "layout", "groups", "pos", "size", "color", "bgcolor", "shape", "flags", "order", "bounding", "font_size", "ds", "reroutes", "linkExtensions", "floatingLinks",
        "last_node_id", "last_link_id", "state", "revision", "frontendVersion", "workflowRendererVersion", "locked", "collapsed", "inputNode", "outputNode",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Compares one field.</summary>
    public void Compare(string name, JsonElement? before, JsonElement? after) => Compare([.. path, name], Looks.Contains(name), before, after);

    /// <summary>Compares all of some.</summary>
    public void Compare(ImmutableArray<KeyValuePair<string, JsonElement>> before, ImmutableArray<KeyValuePair<string, JsonElement>> after)
        => CompareFields(path, false, before, after);

    private void CompareFields(
        ImmutableArray<string> at, bool looks, IReadOnlyList<KeyValuePair<string, JsonElement>> before, IReadOnlyList<KeyValuePair<string, JsonElement>> after)
    {
        var were = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in before)
        {
            were.TryAdd(field.Key, field.Value);
        }

        foreach (var field in after.DistinctBy(field => field.Key))
        {
            Compare(at.Add(field.Key), looks || Looks.Contains(field.Key), were.Remove(field.Key, out var was) ? was : null, field.Value);
        }

        foreach (var field in before)
        {
            if (were.Remove(field.Key, out var gone))
            {
                Compare(at.Add(field.Key), looks || Looks.Contains(field.Key), gone, null);
            }
        }
    }

    private void Compare(ImmutableArray<string> at, bool looks, JsonElement? before, JsonElement? after)
    {
        if ((before is null && after is null) || (before is { } was && after is { } now && JsonElement.DeepEquals(was, now)))
        {
            return;
        }

        if (!looks && at.Length - path.Length < Deepest && before is { ValueKind: JsonValueKind.Object } old && after is { ValueKind: JsonValueKind.Object } young)
        {
            CompareFields(at, looks, Fields(old), Fields(young));
            return;
        }

        var (shownBefore, shownAfter) = ChangeWords.Both(before, after);
        if (looks)
        {
            changes.Add(GraphChangeKind.Moved, at, $"{owner} looks different: {ChangeWords.Field(at[^1])} {shownBefore} → {shownAfter}", before, after);
        }
        else
        {
            changes.AddValue(at, owner, before, after, shownBefore, shownAfter);
        }
    }

    private static List<KeyValuePair<string, JsonElement>> Fields(JsonElement json) => [.. json.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value))];
}
