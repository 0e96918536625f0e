using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;

namespace MySpinBot.Core.Scheduling;

/// <summary>Decides what a run does next. It is told what happened (<see cref="RunSignal"/>) and answers with what is to be done
/// (<see cref="RunCommand"/>); it holds no task, no clock and no lock, and the same signals in the same order give the same commands.
/// <para>Look-up goes backwards from the targets, so a result that is known never drags its ancestors in. What is not known by its recipe is looked up
/// again by content once its inputs are there. A node over a list is several calls; a call may be asked, run, expand, block, fail.</para></summary>
public sealed partial class Schedule
{
    private readonly Plan _plan;
    private readonly ITraces _traces;
    private readonly ScheduleOptions _options;
    private readonly List<NodeState> _nodes = [];
    private readonly List<NodeState> _targets = [];
    private readonly Stack<NodeState> _wanted = new();
    private readonly Queue<NodeState> _ready = new();
    private readonly Queue<NodeState> _settled = new();
    private readonly Dictionary<TraceKey, List<CallRef>?> _underWay = [];
    private readonly Dictionary<TraceKey, TraceRecord> _new = [];
    private readonly KeyBuffer _keys = new();
    private List<RunCommand> _commands = [];
    private int _outstanding;
    private bool _cancelled;
    private bool _ended;

    /// <summary>A run of this plan.</summary>
    public Schedule(Plan plan, ITraces traces, ScheduleOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (_plan, _traces, _options) = (plan, traces, options);
        Enter(new Scope(plan, 0) { IsKeyed = options.Reuse.ByRecipe }, parent: null);
        foreach (var target in plan.Graph.Targets)
        {
            _targets.Add(_nodes[target]);
        }
    }

    /// <summary>Whether <see cref="EndRun"/> has been said.</summary>
    public bool HasEnded => _ended;

    /// <summary>One id for all that came out of an output of the document's graph; null where it was not looked at or did not settle well.</summary>
    /// <param name="node">Position of the node.</param>
    /// <param name="output">Position of the output.</param>
    public Sdk.ContentId? IdentityOf(int node, int output)
    {
        if (_nodes[node] is not { Phase: NodePhase.Done } done)
        {
            return null;
        }

        _keys.Clear();
        foreach (var value in done.Outputs[output])
        {
            _keys.Value(value);
        }

        return _keys.Hash().Hash;
    }

    /// <summary>The first commands.</summary>
    public IReadOnlyList<RunCommand> Start()
    {
        TellAllKnown();
        for (var i = _targets.Count - 1; i >= 0; i--)
        {
            Want(_targets[i]);
        }

        return Drain();
    }

    /// <summary>What follows from this signal.</summary>
    /// <exception cref="InvalidOperationException">The signal answers no command that is out: a fault in the runner.</exception>
    public IReadOnlyList<RunCommand> Handle(RunSignal signal)
    {
        if (_ended)
        {
            throw new InvalidOperationException($"The run has ended, and {signal} came after it.");
        }

        if (signal is CancelRequested or CallsAbandoned)
        {
            _cancelled = true;
            _outstanding = signal is CallsAbandoned ? 0 : _outstanding;
            return Drain();
        }

        if (--_outstanding < 0)
        {
            throw new InvalidOperationException($"{signal} answers no command.");
        }

        Take(signal);
        if (signal is CallSignal { Call.Index: >= 0 } about)
        {
            ReleaseTwins(about);
        }

        return Drain();
    }

    private void Take(RunSignal signal)
    {
        switch (signal)
        {
            case CallFinished finished:
                Finished(finished);
                break;
            case CallExpanded expanded:
                Expanded(expanded);
                break;
            case CallAsked asked:
                Asked(asked);
                break;
            case CallFailed failed:
                Fail(_nodes[failed.Call.Node], failed);
                break;
            case ValuesMissing missing:
                Missing(missing);
                break;
            case FilesResolved files:
                Resolved(files);
                break;
            case FilesRestored restored:
                Restored(restored);
                break;
            case CallCancelled cancelled:
                _cancelled = true;
                if (cancelled.Call.Index >= 0)
                {
                    CallOf(cancelled).Phase = CallPhase.Pending;
                }

                break;
            default:
                throw new InvalidOperationException($"There is no such signal: {signal}.");
        }
    }

    /// <summary>Works off what the last signal set in motion. Nothing here recurs: chains of any length are walked by these three queues.</summary>
    private List<RunCommand> Drain()
    {
        while (true)
        {
            if (_settled.TryDequeue(out var settled))
            {
                Notify(settled);
            }
            else if (_ready.TryDequeue(out var ready))
            {
                Evaluate(ready);
            }
            else if (_wanted.TryPop(out var wanted))
            {
                LookUp(wanted);
            }
            else if (_outstanding > 0 || _ended || Conclude())
            {
                break;
            }
        }

        var commands = _commands;
        _commands = [];
        _new.Clear();
        return commands;
    }

    /// <summary>Nothing is out and nothing is left to think about: the run is over, unless nodes wait for each other.</summary>
    /// <returns>Whether it is over.</returns>
    private bool Conclude()
    {
        var stuck = _targets.Find(target => !target.IsSettled);
        if (stuck is not null && !_cancelled)
        {
            BreakCycle(stuck);
            return false;
        }

        if (_cancelled && SkipTheRest())
        {
            return false;
        }

        _ended = true;
        var counts = Count();
        var isWhole = _targets.TrueForAll(target => target.Phase == NodePhase.Done);
        var outcome = isWhole ? RunOutcome.Succeeded : _cancelled ? RunOutcome.Cancelled : RunOutcome.Failed;
        _commands.Add(new EndRun(outcome, counts));
        return true;
    }

    private bool SkipTheRest()
    {
        var any = false;
        foreach (var node in _nodes)
        {
            if (node.Phase is NodePhase.Waiting or NodePhase.Active)
            {
                Skip(node, null);
                any = true;
            }
        }

        return any;
    }

    private RunCounts Count()
    {
        int ran = 0, reused = 0, failed = 0, skipped = 0;
        foreach (var node in _nodes)
        {
            switch (node.Phase)
            {
                case NodePhase.Done when node.AnyRan:
                    ran++;
                    break;
                case NodePhase.Done when node.WasBlocked:
                    skipped++;
                    break;
                case NodePhase.Done:
                    reused++;
                    break;
                case NodePhase.Failed:
                    failed++;
                    break;
                case NodePhase.Skipped:
                    skipped++;
                    break;
            }
        }

        return new RunCounts(ran, reused, failed, skipped);
    }

    private void Enter(Scope scope, NodeState? parent)
    {
        _traces.Enter(parent is null ? _options.Whole ?? scope.Plan : scope.Plan, parent?.Id ?? "", parent is null ? "" : _nodes[parent.Root].Id);
        var nodes = scope.Plan.Graph.Nodes;
        for (var i = 0; i < nodes.Length; i++)
        {
            _nodes.Add(new NodeState(scope, i, scope.FirstNode + i, parent?.Root ?? i));
        }
    }

    private CallState CallOf(CallSignal signal) => _nodes[signal.Call.Node].Calls[signal.Call.Index];

    private void Order(RunCommand command)
    {
        _outstanding++;
        _commands.Add(command);
    }

    private void Record(TraceKey key, TraceRecord record, double seconds = 0)
    {
        _new[key] = record;
        _commands.Add(new RecordTrace(key, record, seconds));
    }

    /// <summary>Looks a key up, also among what is to be recorded by commands that nobody has seen yet.</summary>
    private TraceRecord? Find(TraceKey key) => _new.TryGetValue(key, out var record) || _traces.TryFind(key, out record) ? record : null;

    private void Say(RunEvent what) => _commands.Add(new Publish(what));
}

/// <summary>How a schedule decides.</summary>
public sealed record ScheduleOptions
{
    /// <summary>Whether to run what is known again and compare.</summary>
    public bool Check { get; init; }

    /// <summary>How it finds what is known already.</summary>
    public ReuseRules Reuse { get; init; } = ReuseRules.Full;

    /// <summary>The whole document, where only a part of it is run; null where all is.</summary>
    public Plan? Whole { get; init; }

    /// <summary>What the run has to be the same as; null for nothing.</summary>
    public StrictRun? Strict { get; init; }

    /// <summary>The most nodes that a run may grow to by expansion.</summary>
    public int MaxNodes { get; init; } = 1_000_000;
}
