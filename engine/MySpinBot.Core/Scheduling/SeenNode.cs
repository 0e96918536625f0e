using System.Collections.Immutable;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <summary>A node as a call above which it stands sees it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Links">For each input of the descriptor the link, by the run's ids; null where it is none.</param>
/// <param name="ExtraLinks">Undeclared inputs and their links.</param>
public sealed record SeenNode(ValidNode Node, ImmutableArray<RawLink?> Links, ImmutableArray<(string Name, RawLink Link)> ExtraLinks);
