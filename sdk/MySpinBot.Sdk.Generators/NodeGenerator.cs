using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Turns node declarations into descriptors and invokers.</summary>
[Generator]
public sealed class NodeGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
    }
}
