using System.Collections.Immutable;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Planning;

/// <summary>A graph with its keys: what the schedule works from. Only <see cref="Planner"/> makes one.</summary>
public sealed class Plan
{
    internal Plan(ValidGraph graph, PlanFacts facts, ImmutableArray<TraceKey?> recipeKeys)
        => (Graph, Facts, RecipeKeys) = (graph, facts, recipeKeys);

    /// <summary>The graph.</summary>
    public ValidGraph Graph { get; }

    /// <summary>What was known of the world outside.</summary>
    public PlanFacts Facts { get; }

    /// <summary>Recipe key of each node; null where there is none before it has run (it is volatile, or something above it is).</summary>
    public ImmutableArray<TraceKey?> RecipeKeys { get; }
}
