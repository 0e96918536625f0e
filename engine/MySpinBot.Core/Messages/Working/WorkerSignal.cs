using System.Text.Json.Serialization;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages.Calling;

namespace MySpinBot.Core.Messages.Working;

/// <summary>What a worker tells its server. Each comes in a <see cref="Frame"/>; some bring bytes with them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "signal")]
[JsonDerivedType(typeof(WorkerReady), "worker_ready")]
[JsonDerivedType(typeof(CatalogTold), "catalog")]
[JsonDerivedType(typeof(JobTold), "job")]
[JsonDerivedType(typeof(JobPassed), "job_passed")]
[JsonDerivedType(typeof(JobPreviewed), "job_previewed")]
[JsonDerivedType(typeof(GraphChecked), "graph_checked")]
[JsonDerivedType(typeof(LedgerTold), "ledger")]
[JsonDerivedType(typeof(ModelKept), "model_kept")]
[JsonDerivedType(typeof(DevicesTold), "devices")]
[JsonDerivedType(typeof(CallTold), "call")]
[JsonDerivedType(typeof(VectorsTold), "vectors")]
[JsonDerivedType(typeof(CallEnded), "call_ended")]
[JsonDerivedType(typeof(WorkerLogged), "log")]
[JsonDerivedType(typeof(Pong), "pong")]
public abstract record WorkerSignal;

/// <summary>The worker takes jobs from now on. Comes once, after the first <see cref="CatalogTold"/>.</summary>
/// <param name="ProcessId">Its process.</param>
public sealed record WorkerReady(int ProcessId) : WorkerSignal;

/// <summary>The node types and plugins that there are; again whenever they change.</summary>
/// <param name="Catalog">They.</param>
public sealed record CatalogTold(CatalogMessage Catalog) : WorkerSignal;

/// <summary>What happened in a job and is kept. The frame's bytes are <see cref="RunEvent"/>s as JSON, one a line, in order; there may be none where the job has ended.</summary>
/// <param name="Job">The job.</param>
/// <param name="End">How it ended; null where it goes on.</param>
public sealed record JobTold(Guid Job, JobEnd? End) : WorkerSignal;

/// <summary>A transient event of a job (progress, a log line): the frame's bytes are one <see cref="RunEvent"/> as JSON. The latest of each node counts.</summary>
/// <param name="Job">The job.</param>
/// <param name="NodeId">The node.</param>
public sealed record JobPassed(Guid Job, string NodeId) : WorkerSignal;

/// <summary>A picture of work under way: the frame's bytes are a JPEG.</summary>
/// <param name="Job">The job.</param>
/// <param name="NodeId">The node.</param>
public sealed record JobPreviewed(Guid Job, string NodeId) : WorkerSignal;

/// <summary>What is wrong with a graph.</summary>
/// <param name="Request">Which question this answers.</param>
/// <param name="Problems">All that is wrong; none where it can run.</param>
public sealed record GraphChecked(long Request, IReadOnlyList<GraphProblem> Problems) : WorkerSignal;

/// <summary>What lies in whose memory; said when it changes, at most once a second.</summary>
/// <param name="Devices">The devices.</param>
public sealed record LedgerTold(IReadOnlyList<DeviceLedger> Devices) : WorkerSignal;

/// <summary>What became of models that were to be kept or let go.</summary>
/// <param name="Request">Which command this answers.</param>
/// <param name="Models">They; none where there is none of that name.</param>
public sealed record ModelKept(long Request, IReadOnlyList<KeptModel> Models) : WorkerSignal;

/// <summary>What the machine has.</summary>
/// <param name="Request">Which command this answers.</param>
/// <param name="Devices">That.</param>
public sealed record DevicesTold(long Request, DeviceSurvey Devices) : WorkerSignal;

/// <summary>What a called capability gave: the frame's bytes are pieces as JSON, one a line, in order.</summary>
/// <param name="Call">The call.</param>
public sealed record CallTold(long Call) : WorkerSignal;

/// <summary>Vectors that a called capability gave: the frame's bytes are their numbers, 32-bit floats, little-endian, one vector after the other.</summary>
/// <param name="Call">The call.</param>
/// <param name="Width">Numbers of each.</param>
public sealed record VectorsTold(long Call, int Width) : WorkerSignal;

/// <summary>A call of a capability is over; nothing more is told of it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Fault">Why it came to nothing; null where it did not.</param>
/// <param name="Tokens">For vectors: how many tokens the texts had.</param>
public sealed record CallEnded(long Call, CallFault? Fault, int Tokens = 0) : WorkerSignal;

/// <summary>What the worker or a plugin says outside of jobs.</summary>
/// <param name="Level"><c>info</c> or <c>warning</c>.</param>
/// <param name="Message">A sentence.</param>
public sealed record WorkerLogged(string Level, string Message) : WorkerSignal;

/// <summary>The worker lives.</summary>
/// <param name="Number">Which ping this answers.</param>
public sealed record Pong(long Number) : WorkerSignal;

/// <summary>How a job's run ended.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Reason">Why it did not succeed, as a sentence for people: the first failure; null for success.</param>
/// <param name="Problems">Where the graph was refused before anything ran: what is wrong with it.</param>
/// <param name="LeftBehind">Whether calls that were told to stop go on all the same: the worker is to be replaced.</param>
public sealed record JobEnd(RunOutcome Outcome, string? Reason = null, IReadOnlyList<GraphProblem>? Problems = null, bool LeftBehind = false);

/// <summary>The memory of one device.</summary>
/// <param name="Device">Its name: <c>cpu</c>, <c>cuda:0</c>.</param>
/// <param name="Budget">Bytes that may be used.</param>
/// <param name="Held">What holds how much.</param>
public sealed record DeviceLedger(string Device, long Budget, IReadOnlyList<LedgerLine> Held);

/// <summary>Something that holds memory.</summary>
/// <param name="Name">What it is: a model, or the working memory of a node.</param>
/// <param name="Bytes">How much.</param>
/// <param name="Leases">How many calls use it now.</param>
public sealed record LedgerLine(string Name, long Bytes, int Leases)
{
    /// <summary>What tells a model from others of its name; null for working memory.</summary>
    public string? Key { get; init; }

    /// <summary><c>resident</c>, <c>loading</c> or <c>leaving</c> for a model, <c>working</c> for working memory.</summary>
    public string Kind { get; init; } = "working";

    /// <summary>Whether it stays whatever else is wanted.</summary>
    public bool Pinned { get; init; }

    /// <summary>Whether it goes as soon as no call uses it.</summary>
    public bool GoesWhenFree { get; init; }

    /// <summary>When a call took it or gave it back last; null where none did.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>The calls that use it now, by what people call them, each once.</summary>
    public IReadOnlyList<string> UsedBy { get; init; } = [];
}
