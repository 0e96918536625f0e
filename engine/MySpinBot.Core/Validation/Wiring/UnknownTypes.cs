using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Validation.Wiring;

/// <summary>The sentence about a type that no plugin offers.</summary>
internal static class UnknownTypes
{
    public static GraphProblem Problem(string id, string classType, Catalog catalog, NearestNames nearest)
    {
        var hint = nearest.Ask(classType, catalog.Entries.Select(entry => entry.ClassType));
        return new GraphProblem(ProblemCodes.UnknownNodeType, id, null, $"Node {Shown.Name(id)} is of type {Shown.Name(classType)}, which no plugin offers.{hint}")
        {
            Got = Shown.Plain(classType),
        };
    }
}
