using MySpinBot.Core.Messages;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Terminal;

/// <summary>For pipes and logs: plain lines, progress now and then, failures on the error stream.</summary>
internal sealed class PlainScreen(TextWriter output, TextWriter error, TimeProvider time, IReadOnlyDictionary<string, string>? titles = null) : IRunScreen
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly long _began = time.GetTimestamp();
    private readonly Dictionary<string, TimeSpan> _lastSaid = new(StringComparer.Ordinal);
    private RunView _view = RunView.Of(titles);

    public void On(RunEvent happened)
    {
        var now = time.GetElapsedTime(_began);
        _view = _view.After(happened, now);
        foreach (var line in _view.Said)
        {
            Write(line);
        }

        switch (happened)
        {
            case NodeStarted started:
                _lastSaid[started.NodeId] = now;
                break;
            case ProgressReported progress when now - _lastSaid.GetValueOrDefault(progress.NodeId) >= Rest:
                _lastSaid[progress.NodeId] = now;
                SayProgress(progress.NodeId);
                break;
            case NodeFinished or NodeFailed or NodeReused:
                _lastSaid.Remove(((NodeEvent)happened).NodeId);
                break;
        }

        output.Flush();
    }

    public void Warn(string sentence) => error.WriteLine($"Warning: {sentence}");

    public ValueTask CloseAsync(RunSummary summary, string outputFolder)
    {
        foreach (var line in Summary.Of(summary, outputFolder))
        {
            Write(line);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void SayProgress(string nodeId)
    {
        if (_view.Running.FirstOrDefault(step => step.NodeId == nodeId) is { Fraction: { } fraction } step)
        {
            output.WriteLine($"         {step.Name}: {Math.Floor(fraction * 100):0} %{(step.What.Length > 0 ? $", {step.What}" : "")}");
        }
    }

    private void Write(ViewLine line) => (line.Kind is LineKind.Failed or LineKind.Warning ? error : output).WriteLine(line.Text);
}
