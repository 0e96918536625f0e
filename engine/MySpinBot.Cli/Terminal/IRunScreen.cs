using MySpinBot.Core.Messages;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Terminal;

/// <summary>Shows a run while it goes on. Events come one at a time, in order, from various threads.</summary>
internal interface IRunScreen : IAsyncDisposable
{
    void On(RunEvent happened);

    /// <summary>Shows a warning that belongs to no node. From any thread, beside events.</summary>
    void Warn(string sentence);

    /// <summary>Shows how the run went, after its last event.</summary>
    ValueTask CloseAsync(RunSummary summary, string outputFolder);
}
