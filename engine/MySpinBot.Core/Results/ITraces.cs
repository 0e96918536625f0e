using System.Diagnostics.CodeAnalysis;
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
}
