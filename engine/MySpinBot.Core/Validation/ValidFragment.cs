using System.Collections.Immutable;

namespace MySpinBot.Core.Validation;

/// <summary>The nodes that take a call's place, ready to run.</summary>
/// <param name="Graph">The nodes; links with a negative source <c>~i</c> are the i-th raw link that the expanding call was given.</param>
/// <param name="Outputs">What the expanding node's outputs are: links, constants, stored values.</param>
public sealed record ValidFragment(ValidGraph Graph, ImmutableArray<Binding> Outputs);
