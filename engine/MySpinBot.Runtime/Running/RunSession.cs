using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Scheduling;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime.Explaining;
using MySpinBot.Runtime.Files;
using MySpinBot.Runtime.Outputs;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>One run from its graph to its summary: facts, plan, schedule, work, journal.</summary>
internal sealed class RunSession
{
    private readonly EngineParts _parts;
    private readonly ValidGraph _graph;
    private readonly RunOptions _options;
    private readonly EventStream _events;
    private readonly RunJournal? _journal;
    private readonly Action<RunEvent> _listener;
    private Schedule? _schedule;
    private PlanFacts _facts = PlanFacts.None;
    private bool _leftBehind;
    private readonly OrderedDictionary<(string Subfolder, string Name), SavedFile> _files = [];

    public RunSession(EngineParts parts, ValidGraph graph, RunOptions options, Action<RunEvent> listener)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(listener);
        (_parts, _graph, _options, _listener) = (parts, graph, options, listener);
        _journal = options.GraphName is null || parts.Options.CacheFolder is null ? null : new RunJournal(graph);
        _events = new EventStream(Listen);
    }

    public async Task<RunSummary> ToEnd(CancellationToken cancellation)
    {
        var began = _parts.Options.Time.GetTimestamp();
        _events.Tell(new RunStarted(_graph.Nodes.Length, _parts.Options.Time.GetUtcNow()));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _options.Interruption);
        var terms = new StepTerms(_options);

        // A job's names are kept for its next run, and without one for the next try of a call.
        using var names = _options.OutputJournal is not null || terms.AllowRetries ? OutputJournal.Open(_options.OutputJournal, _parts.Options.Report) : null;
        var outputs = new OutputFolder(_parts.Options.OutputFolder, _parts.Results.Artifacts, _parts.Results.Digests, _parts.Numbers, _parts.Options.Time, names);
        var (outcome, counts) = await Run(terms, outputs, stopping.Token);
        await CloseOutputs(outputs, names);
        var seconds = _parts.Options.Time.GetElapsedTime(began).TotalSeconds;
        await _events.Close(new RunFinished(outcome, counts.Ran, counts.Reused, counts.Failed, counts.Skipped, seconds));
        KeepJournal();
        return new RunSummary(outcome, counts.Ran, counts.Reused, counts.Failed, counts.Skipped, seconds, [.. _files.Values], _leftBehind) { Manifest = Manifest(outcome) };
    }

    private async Task<(RunOutcome, RunCounts)> Run(StepTerms terms, OutputFolder outputs, CancellationToken cancellation)
    {
        using var results = _parts.Keeping.Begin();
        var facts = new FactFinding(_parts.Files, _parts.Plugins, new OutsideCalls(_parts.Lanes, _parts.Book, _options.Job, terms), _events);
        try
        {
            if (await _parts.Devices.Value.WaitAsync(cancellation) is { } refusal)
            {
                return Refused([new GraphProblem(ProblemCodes.Refused, null, null, refusal)]);
            }

            var (found, faults) = await facts.Gather(_graph, isInCall: false, cancellation);
            if (!faults.IsEmpty)
            {
                return Refused(faults);
            }

            _facts = found;
            var plan = Planner.Plan(_graph, found);
            if (_options.Strict is { } then && await _parts.Ground.DifferencesAsync(plan, then, _parts) is { IsEmpty: false } differences)
            {
                return Refused(differences);
            }

            var host = Host(outputs);
            var fragments = new FragmentPreparation(() => _parts.Plugins.Catalog, results, facts);
            var invoker = new NodeInvoker(_parts.Plugins, new CallInputs(results, host), fragments, results, host);
            var work = new RunWork(invoker, fragments, facts, host.Outputs, results, _events, _parts.Options.Time, _parts.Shelf, _options.BeforeCalls);
            _schedule = new Schedule(plan, results, new ScheduleOptions
            {
                Check = _options.Check,
                Reuse = _parts.Keeping.Rules,
                Whole = await PlanWhole(facts, cancellation),
                Strict = _options.Strict is { } recorded ? new StrictRun(recorded, _options.Manifest?.Graph) : null,
            });
            var run = new Run(_schedule, work, _parts.Lanes, terms, _options.Grace is { } grace && grace >= TimeSpan.Zero ? grace : Running.Run.Grace);
            var end = await run.ToEnd(cancellation);
            _leftBehind = run.LeftBehind;
            return (end.Outcome, end.Counts);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (RunOutcome.Cancelled, default);
        }
    }

    private RunManifest? Manifest(RunOutcome outcome)
        => _options.Manifest is { } handedIn && _schedule is { } schedule
            ? schedule.Manifest(_parts.Ground.Of(handedIn)) with { At = _parts.Options.Time.GetUtcNow(), Outcome = outcome }
            : null;

    /// <summary>What else belongs to the graph of which a part is run.</summary>
    private async ValueTask<Plan?> PlanWhole(FactFinding facts, CancellationToken cancellation)
    {
        if (_options.Whole is not { } whole || !_parts.Keeping.Rules.LooksAtAll)
        {
            return null;
        }

        var (found, faults) = await facts.Gather(whole, isInCall: false, cancellation);
        return faults.IsEmpty ? Planner.Plan(whole, found) : null;
    }

    private CallHost Host(OutputFolder outputs) => new()
    {
        Time = _parts.Options.Time,
        Artifacts = _parts.Results.Artifacts,
        Outputs = outputs,
        Shelf = _parts.Shelf,
        Weights = _parts.Files.Weights,
        Tools = _parts.Tools,
        Events = _events,
        Secrets = _parts.Options.Secrets,
        Document = _options.Document,
        ExtraPngInfo = ExtraPngInfo(),
        Book = _parts.Book,
        Job = _options.Job,
        Prompt = new Lazy<JsonElement>(() => JsonElement.Parse(ComfyPrompt.Of(_graph))),
    };

    /// <summary>Who hands nothing in to be embedded has the document embedded, under the name that ComfyUI uses.</summary>
    private JsonElement? ExtraPngInfo()
        => _options.ExtraPngInfo
            ?? (_options.Document is { ValueKind: not JsonValueKind.Undefined } document ? JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["workflow"] = document }) : null);

    /// <summary>What a later run of the job would need goes with the job; until its results are kept it may be wanted.</summary>
    private async Task CloseOutputs(OutputFolder outputs, OutputJournal? names)
    {
        var isOver = !_options.KeepsOutputJournal && !_options.Interruption.IsCancellationRequested;
        try
        {
            if (isOver && names?.IsUsed == true)
            {
                await _parts.Results.ValuesKeptAsync();
                _parts.Results.Keep();
            }

            outputs.Close(isOver);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            _parts.Options.Report($"The file of output names of a run that is over could not be removed: {DiskFault.Explain(fault, _options.OutputJournal ?? _parts.Options.OutputFolder)}");
        }
    }

    private (RunOutcome, RunCounts) Refused(ImmutableArray<GraphProblem> faults)
    {
        foreach (var fault in faults)
        {
            var type = _graph.Nodes.FirstOrDefault(node => node.Id == fault.NodeId)?.Type.ClassType ?? "";
            _events.Tell(new NodeFailed(fault.NodeId ?? "", type, 0, fault.Sentence, fault.Input));
        }

        return (RunOutcome.Failed, new RunCounts(0, 0, faults.Select(fault => fault.NodeId).Distinct().Count(), 0));
    }

    private void Listen(RunEvent happened)
    {
        if (happened is FileSaved saved)
        {
            var place = (saved.File.Subfolder, saved.File.Name);
            _files.Remove(place);
            _files.Add(place, saved.File);
        }

        _journal?.Record(happened);
        _listener(happened);
    }

    /// <summary>Tells the journal which values flowed where, so that it can say which input changed.</summary>
    private void Explain(RunJournal journal)
    {
        for (var i = 0; _schedule is not null && i < _graph.Nodes.Length; i++)
        {
            var (node, position) = (_graph.Nodes[i], i);
            journal.Explain(node.Id, StepInputs.Of(_graph, node, input => node.Inputs[input] switch
            {
                { Kind: BindingKind.Link } link => _schedule!.IdentityOf(link.Source, link.Output),
                { Kind: BindingKind.File } => _facts.Files.GetValueOrDefault((position, input))?.Id,
                _ => null,
            }));
        }
    }

    private void KeepJournal()
    {
        if (_journal is null)
        {
            return;
        }

        try
        {
            Explain(_journal);
            var file = new JournalFile(_parts.Options.CacheFolder!);
            file.Write(_journal.Close(_options.GraphName!, file.Read(_options.GraphName!)));
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            _parts.Options.Report($"The journal of this run could not be kept, so 'cache why' will not know of it: {DiskFault.Explain(fault, _parts.Options.CacheFolder!)}");
        }
    }
}
