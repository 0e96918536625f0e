using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;

namespace MySpinBot.Server.Rest.Submitting;

/// <summary>What was found out about a graph that is handed in.</summary>
/// <param name="Graph">What would run; null where something is wrong.</param>
/// <param name="Problems">All that is wrong.</param>
internal sealed record IntakeCheck(ValidGraph? Graph, IReadOnlyList<GraphProblem> Problems)
{
    /// <summary>What a person should know and what keeps nothing from running.</summary>
    public IReadOnlyList<GraphProblem> Notices { get; init; } = [];
}
