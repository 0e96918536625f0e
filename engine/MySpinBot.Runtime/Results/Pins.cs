using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>What an unfinished run has made: values that cannot be read back stay in memory until it is disposed, and no garbage is collected meanwhile.</summary>
internal sealed class Pins : IDisposable
{
    private readonly Action<Pins> _release;

    internal Pins(Action<Pins> release) => _release = release;

    /// <summary>The values; guarded by the memory tier.</summary>
    internal HashSet<ContentId> Ids { get; } = [];

    /// <inheritdoc/>
    public void Dispose() => _release(this);
}
