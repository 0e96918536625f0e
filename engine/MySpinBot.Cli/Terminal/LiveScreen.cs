using System.Collections.Concurrent;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;
using Spectre.Console;

namespace MySpinBot.Cli.Terminal;

/// <summary>For people: what is finished scrolls up, what runs has a bar below, ten times a second.</summary>
internal sealed class LiveScreen : IRunScreen
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly ConcurrentQueue<ViewLine> _said = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _drawing;
    private RunView _view;

    /// <param name="console">Where it is drawn.</param>
    /// <param name="time">The clock.</param>
    /// <param name="titles">What people call the graph's nodes, by id.</param>
    public LiveScreen(IAnsiConsole console, TimeProvider time, IReadOnlyDictionary<string, string>? titles = null)
    {
        (_console, _time, _began) = (console, time, time.GetTimestamp());
        _view = RunView.Of(titles);
        _drawing = DrawAsync();
    }

    public static IAnsiConsole ConsoleOn(TextWriter output, bool inColor)
        => AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = inColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(output),
        });

    public void On(RunEvent happened)
    {
        var view = _view.After(happened, Now);
        foreach (var line in view.Said)
        {
            _said.Enqueue(line);
        }

        Volatile.Write(ref _view, view);
    }

    public void Warn(string sentence) => _said.Enqueue(new ViewLine(LineKind.Warning, $"Warning: {sentence}"));

    public async ValueTask CloseAsync(RunSummary summary, string outputFolder)
    {
        await DisposeAsync();
        foreach (var line in Summary.Of(summary, outputFolder))
        {
            _console.Write(Drawn(line));
        }

        SayWhatStands();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_closed.IsCancellationRequested)
        {
            await _closed.CancelAsync();
            await _drawing;
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_began);

    private async Task DrawAsync()
    {
        await _console.Live(Below()).AutoClear(true).StartAsync(async live =>
        {
            while (!_closed.IsCancellationRequested)
            {
                await Task.Delay(Beat, _time, _closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                SayWhatStands();
                live.UpdateTarget(Below());
            }
        });
        SayWhatStands();
    }

    private void SayWhatStands()
    {
        while (_said.TryDequeue(out var line))
        {
            _console.Write(Drawn(line));
        }
    }

    private Rows Below()
    {
        var view = Volatile.Read(ref _view);
        var width = Math.Max(20, _console.Profile.Width);
        var bars = view.Running.SelectMany(step => Drawn(step, width)).TakeLast(Math.Max(1, _console.Profile.Height - 3)).ToList();

        // Never one line alone: going back to its start would be "up by 0", which terminals take for 1, and the line that stands above would be lost.
        return new Rows([.. bars.DefaultIfEmpty(new Text(" ")), OneLine(view.Foot(Now), Color.Grey)]);
    }

    // A step's bar and, where it writes, the end of the line that it writes at.
    private IEnumerable<Text> Drawn(RunningStep step, int width)
    {
        yield return OneLine(step.ToLine(Now, width), Color.Aqua);
        if (step.Writing.Length > 0)
        {
            var writing = PlainText.OnOneLine(step.Writing);
            var start = Math.Max(0, writing.Length - Math.Max(10, width - 12));
            start += start > 0 && char.IsLowSurrogate(writing[start]) ? 1 : 0;
            yield return OneLine("         " + writing[start..], Color.Default);
        }
    }

    private static Text OneLine(string text, Color color) => new Text(text, new Style(color)) { Overflow = Overflow.Ellipsis };

    private static OnClearGround Drawn(ViewLine line) => new(new Text(line.Text + "\n", new Style(line.Kind switch
    {
        LineKind.Finished => Color.Green,
        LineKind.Reused => Color.Teal,
        LineKind.Skipped => Color.Grey,
        LineKind.Warning => Color.Yellow,
        LineKind.Failed => Color.Red,
        LineKind.Saved => Color.White,
        _ => Color.Default,
    })));
}
