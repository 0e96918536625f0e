using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>The log that services get: that of the call which they work for, or the plugin's where they work for none.</summary>
internal sealed class ScopedLog(INodeLog plugin) : INodeLog
{
    public void Info(string message) => (CallScope.Current?.Log ?? plugin).Info(message);

    public void Warn(string message) => (CallScope.Current?.Log ?? plugin).Warn(message);
}
