using System.Collections.Immutable;
using MySpinBot.Core.Messages;

namespace MySpinBot.Cli.Terminal;

/// <summary>What there is to see of a run, as a function of its events. Pure: the screens draw it.</summary>
internal sealed record RunView
{
    /// <summary>After so many steps that were listed one by one the rest is counted only.</summary>
    public const int MostLines = 200;

    /// <summary>Steps that run, in the order they began.</summary>
    public ImmutableArray<RunningStep> Running { get; private init; } = [];

    /// <summary>What the last event added for good.</summary>
    public ImmutableArray<ViewLine> Said { get; private init; } = [];

    public int Ran { get; private init; }

    public int Reused { get; private init; }

    public int Failed { get; private init; }

    // What steps are writing.
    private WrittenLines Texts { get; init; } = WrittenLines.None;

    // Of the graph's own nodes; those inside expansions say it themselves when they start.
    private IReadOnlyDictionary<string, string> Titles { get; init; } = ImmutableDictionary<string, string>.Empty;

    private TimeSpan Began { get; init; }

    private int Listed { get; init; }

    /// <summary>The view of a run that has not begun.</summary>
    /// <param name="titles">What people call the graph's nodes, by id; null for nothing.</param>
    public static RunView Of(IReadOnlyDictionary<string, string>? titles) => titles is null ? new RunView() : new RunView { Titles = titles };

    /// <summary>The view after an event. What a step wrote last stands before its end.</summary>
    public RunView After(RunEvent happened, TimeSpan now)
    {
        if (happened is not (NodeFinished or NodeFailed or NodeSkipped or NodeBlocked) || Texts.EndOf(((NodeEvent)happened).NodeId) is not ({ } rest, { } texts))
        {
            return Next(happened, now);
        }

        var next = (this with { Texts = texts }).Next(happened, now);
        return rest.IsEmpty ? next : next with { Said = [.. rest, .. next.Said] };
    }

    private RunView Next(RunEvent happened, TimeSpan now) => happened switch
    {
        RunStarted => Quiet() with { Began = now },
        NodeStarted started => Quiet() with { Running = Running.Add(new RunningStep(started.NodeId, Named(started.NodeId, started.Title), started.Calls, now)) },
        ProgressReported progress => Quiet() with { Running = [.. Running.Select(step => step.NodeId == progress.NodeId ? step.After(progress) : step)] },
        TextStreamed text => Write(text),
        NodeFinished finished => List(LineKind.Finished, $"ran      {NameOf(finished.NodeId, finished.ClassType)}, {PlainText.Seconds(finished.Seconds)}") with { Ran = Ran + 1, Running = Without(finished.NodeId) },
        NodeReused reused => List(LineKind.Reused, $"reused   {NameOf(reused.NodeId, reused.ClassType)}") with { Reused = Reused + 1, Running = Without(reused.NodeId) },
        NodeFailed failed => Say(LineKind.Failed, $"FAILED   {(failed.NodeId.Length == 0 ? "" : $"{NameOf(failed.NodeId, failed.ClassType)}: ")}{failed.Sentence}") with { Failed = Failed + 1, Running = Without(failed.NodeId) },
        NodeSkipped skipped => List(LineKind.Skipped, skipped.BecauseOf is { } other ? $"skipped  {NameOf(skipped.NodeId)}, because {NameOf(other)} failed" : $"skipped  {NameOf(skipped.NodeId)}") with { Running = Without(skipped.NodeId) },
        NodeBlocked blocked => List(LineKind.Skipped, $"blocked  {NameOf(blocked.NodeId)}{(blocked.Message is { Length: > 0 } why ? $": {why}" : "")}"),
        NodeExpanded expanded => List(LineKind.Info, $"became   {NameOf(expanded.NodeId)}: {expanded.Nodes} nodes"),
        FileSaved { WasThere: true } => Quiet(),
        FileSaved saved => Say(LineKind.Saved, $"{(saved.PutBack ? "put back" : "saved   ")} {PathOf(saved)}"),
        ResultDiffered differed => Say(
            differed.IsFault ? LineKind.Warning : LineKind.Info,
            $"{NameOf(differed.NodeId)} gave another '{differed.Output}' than the last time{(differed.IsFault ? ", although it promises the same" : "")}."),
        NodeLogged logged => Say(logged.Level == "warning" ? LineKind.Warning : LineKind.Info, $"{NameOf(logged.NodeId)}: {logged.Message}"),
        _ => Quiet(),
    };

    /// <summary>One line for the foot of a live screen.</summary>
    public string Foot(TimeSpan now) => $"{Ran} ran, {Reused} reused{(Failed > 0 ? $", {Failed} failed" : "")}  {PlainText.Seconds((now - Began).TotalSeconds)}";

    private static string PathOf(FileSaved saved) => saved.File.Subfolder.Length == 0 ? saved.File.Name : $"{saved.File.Subfolder}/{saved.File.Name}";

    private static string Named(string id, string title) => title.Length == 0 || title == id ? PlainText.OnOneLine(id) : PlainText.OnOneLine($"{title} ({id})");

    private string NameOf(string id, string classType = "")
        => Running.FirstOrDefault(step => step.NodeId == id)?.Name ?? Named(id, Titles.TryGetValue(id, out var title) ? title : classType);

    private ImmutableArray<RunningStep> Without(string nodeId) => Running.RemoveAll(step => step.NodeId == nodeId);

    private RunView Write(TextStreamed text)
    {
        var (texts, lines) = Texts.After(text, NameOf(text.NodeId));
        return this with { Texts = texts, Said = lines, Running = [.. Running.Select(step => step.NodeId == text.NodeId ? step with { Writing = texts.OpenOf(text.NodeId) } : step)] };
    }

    private RunView Quiet() => Said.IsEmpty ? this : this with { Said = [] };

    private RunView Say(LineKind kind, string text) => this with { Said = [new ViewLine(kind, PlainText.Of(text))] };

    private RunView List(LineKind kind, string text) => Listed switch
    {
        < MostLines => Say(kind, text) with { Listed = Listed + 1 },
        MostLines => Say(LineKind.Info, "… from here on steps are counted, not listed.") with { Listed = Listed + 1 },
        _ => Quiet(),
    };
}
