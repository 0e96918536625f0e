using System.Collections.Immutable;
using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Validation;

/// <summary>What validation found: a graph that can run, or everything that is wrong.</summary>
/// <param name="Graph">The graph; null where anything is wrong.</param>
/// <param name="Problems">All faults.</param>
public sealed record ValidationResult(ValidGraph? Graph, ImmutableArray<GraphProblem> Problems);
