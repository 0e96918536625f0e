using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Nodes.Basics.JsonValues;

namespace MySpinBot.Nodes.Basics.Flow;

/// <summary>One round of a loop that runs while a condition holds, as data: what the next state is, and whether to go on with it.
/// It links to <c>state0</c> … <c>state4</c>, <c>index</c>, and values that stay the same, <c>kept_name</c>.</summary>
internal sealed class LoopProgram
{
    /// <summary>How many values a loop can carry from round to round.</summary>
    public const int States = 5;

    private LoopProgram(LoopBody body, ImmutableArray<int> carried) => (Body, Carried) = (body, carried);

    /// <summary>Its nodes. Its first result says whether to go on; then come the next states, in the order of <see cref="Carried"/>.</summary>
    public LoopBody Body { get; }

    /// <summary>Numbers of the states that it carries.</summary>
    public ImmutableArray<int> Carried { get; }

    public static string State(int number) => string.Create(CultureInfo.InvariantCulture, $"state{number}");

    public static LoopProgram Of(IReadOnlyList<BodyNode> nodes, BodyLink condition, IEnumerable<(int State, BodyLink Next)> states)
    {
        var next = states.ToList();
        return new LoopProgram(new LoopBody(nodes, [condition, .. next.Select(state => state.Next)]), [.. next.Select(state => state.State)]);
    }

    /// <summary>The next states of a copy of its body, by name.</summary>
    public IEnumerable<(string Name, object? Link)> Next(ImmutableArray<FragmentLink> results) => Carried.Select((state, i) => (State(state), (object?)results[i + 1]));

    public JsonElement ToJson() => JsonText.Make(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("nodes");
        foreach (var node in Body.Nodes)
        {
            node.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WritePropertyName("while");
        Body.Results[0].WriteTo(writer);
        writer.WriteStartObject("next");
        for (var i = 0; i < Carried.Length; i++)
        {
            writer.WritePropertyName(State(Carried[i]));
            Body.Results[i + 1].WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <exception cref="NodeFailure">It is no program.</exception>
    public static LoopProgram Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("nodes", out var nodes) || !json.TryGetProperty("while", out var condition)
            || BodyLink.Read(condition) is not { } goesOn || !json.TryGetProperty("next", out var next))
        {
            throw Failures.At("program", "Input 'program' is no program of a loop; the nodes While and WhileLoopClose write it.");
        }

        var states = Enumerable.Range(0, States).Where(state => next.TryGetProperty(State(state), out _))
            .Select(state => (state, BodyLink.Read(next.GetProperty(State(state))) ?? throw Failures.At("program", $"The program's next {State(state)} is no link.")));
        return Of([.. nodes.EnumerateObject().Select(node => BodyNode.Read(node.Name, node.Value, "program"))], goesOn, states);
    }
}
