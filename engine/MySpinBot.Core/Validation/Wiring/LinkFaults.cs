using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation.Wiring;

/// <summary>Sentences about links that lead nowhere.</summary>
internal static class LinkFaults
{
    public static GraphProblem NoNode(InputPlace place, string id, IEnumerable<string> ids, NearestNames nearest)
        => place.Problem(ProblemCodes.BadLink, $"is linked to node {Shown.Name(id)}, which does not exist.{nearest.Ask(id, ids)}", null, Shown.Plain(id));

    public static GraphProblem NoOutput(InputPlace place, string id, NodeDescriptor source, string? name, int? slot, NearestNames nearest)
    {
        var names = source.Outputs.Select(output => output.Name).ToList();
        return NoOutput(place, $"node {Shown.Name(id)} ({Shown.Plain(source.ClassType)})", names, name, slot, nearest);
    }

    public static GraphProblem NoOutput(InputPlace place, string source, IReadOnlyList<string> outputs, string? name, int? slot, NearestNames nearest)
    {
        var wanted = name is null ? $"output {slot ?? 0}" : $"output {Shown.Name(name)}";
        var there = outputs.Count switch
        {
            0 => "it has no outputs",
            1 => $"its only output is {Shown.Name(outputs[0])}, position 0",
            _ => $"its outputs are {Shown.Names(outputs)}, positions 0 to {outputs.Count - 1}",
        };
        var hint = name is null ? "" : nearest.Ask(name, outputs);
        return place.Problem(ProblemCodes.BadLink, $"is linked to {wanted} of {source}, which it does not have; {there}.{hint}", Shown.Names(outputs), Shown.Plain(name ?? $"{slot ?? 0}"));
    }
}
