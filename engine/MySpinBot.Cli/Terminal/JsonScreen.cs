using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Terminal;

/// <summary>For programs: one event a line, and nothing else.</summary>
internal sealed class JsonScreen(TextWriter output) : IRunScreen
{
    public void On(RunEvent happened)
    {
        output.WriteLine(JsonSerializer.Serialize(happened, MessageJson.Options));
        output.Flush();
    }

    // Programs are told by an event line of its own kind.
    public void Warn(string sentence)
    {
    }

    // The last event said it all.
    public ValueTask CloseAsync(RunSummary summary, string outputFolder) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
