using System.Diagnostics.CodeAnalysis;
using MySpinBot.Core.Planning;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Results;

/// <summary>What is known from earlier runs. Answers come from memory: nothing here waits or reads a disk.</summary>
public interface ITraces
{
    /// <summary>The record of this key.</summary>
    bool TryFind(TraceKey key, [NotNullWhen(true)] out TraceRecord? record);

    /// <summary>Whether the bytes (or the live object) of this value are at hand.</summary>
    bool HasValue(ResultValue value);

    /// <summary>Whether an artifact's bytes are at hand.</summary>
    bool HasArtifact(ContentId id);

    /// <summary>Nodes joined the run: those of the document at first, then those of each expansion. Whoever keeps what belongs to the graph that runs sees here what does.</summary>
    /// <param name="plan">The nodes with their recipe keys.</param>
    /// <param name="place">Id of the node that expanded; empty for the document.</param>
    /// <param name="root">Id of the document's node that <paramref name="place"/> lies in; empty for the document.</param>
    void Enter(Plan plan, string place, string root)
    {
    }
}
