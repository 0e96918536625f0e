using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>What a plugin says outside of calls, where nobody keeps a log for it: sentences with its name in front.</summary>
internal sealed class ReportLog(string plugin, Action<string> report) : INodeLog
{
    public void Info(string message) => report($"{plugin}: {message}");

    public void Warn(string message) => report($"{plugin}: {message}");
}
