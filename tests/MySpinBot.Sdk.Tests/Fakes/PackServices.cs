using System.Text.Json;

namespace MySpinBot.Sdk.Tests.Fakes;

/// <summary>Makes each service of a pack once, as a host does, and offers a clock and settings.</summary>
internal sealed class PackServices(INodePack pack) : IPluginServices
{
    private readonly Dictionary<Type, object> _made = new()
    {
        [typeof(TimeProvider)] = new Morning(),
        [typeof(PluginSettings)] = new PluginSettings(JsonSerializer.SerializeToElement(new { loud = true })),
    };

    public T Get<T>()
        where T : class
    {
        if (!_made.TryGetValue(typeof(T), out var service))
        {
            var registration = pack.Services.FirstOrDefault(known => known.Type == typeof(T))
                ?? throw new InvalidOperationException($"There is no service {typeof(T).Name}.");
            _made[typeof(T)] = service = registration.Make(this);
        }

        return (T)service;
    }

    private sealed class Morning : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    }
}
