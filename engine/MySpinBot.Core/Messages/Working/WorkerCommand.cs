using System.Text.Json.Serialization;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages.Calling;

namespace MySpinBot.Core.Messages.Working;

/// <summary>What the server tells its worker. Each goes in a <see cref="Frame"/>; some bring bytes with them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(StartJob), "start_job")]
[JsonDerivedType(typeof(CancelJob), "cancel_job")]
[JsonDerivedType(typeof(CheckGraph), "check_graph")]
[JsonDerivedType(typeof(FreeMemory), "free_memory")]
[JsonDerivedType(typeof(KeepModel), "keep_model")]
[JsonDerivedType(typeof(LookAtDevices), "look_at_devices")]
[JsonDerivedType(typeof(CallCapability), "call_capability")]
[JsonDerivedType(typeof(ReadOn), "read_on")]
[JsonDerivedType(typeof(CancelCall), "cancel_call")]
[JsonDerivedType(typeof(Ping), "ping")]
[JsonDerivedType(typeof(StopWorker), "stop_worker")]
public abstract record WorkerCommand;

/// <summary>Run a job. The frame's bytes are the graph as it was handed in. Answered by <see cref="JobTold"/>, the last of which has an <see cref="JobTold.End"/>.</summary>
/// <param name="Job">The job.</param>
/// <param name="Terms">How.</param>
/// <param name="Suspects">Calls that were running when a worker died: each runs alone in the process, so that a second death is its own.</param>
public sealed record StartJob(Guid Job, JobTerms Terms, IReadOnlyList<SuspectCall> Suspects) : WorkerCommand;

/// <summary>Stop a job. It ends as any other: with a last <see cref="JobTold"/>. A job that the worker does not have is not an error.</summary>
/// <param name="Job">The job.</param>
public sealed record CancelJob(Guid Job) : WorkerCommand;

/// <summary>Check a graph with what only the worker can: files, secrets, migrations, the nodes' own validation. The frame's bytes are the graph. Answered by <see cref="GraphChecked"/>.</summary>
/// <param name="Request">Comes back with the answer.</param>
/// <param name="Terms">How it would be run.</param>
public sealed record CheckGraph(long Request, JobTerms Terms) : WorkerCommand;

/// <summary>Let go of memory: models that no call uses, and results that are kept as objects.</summary>
/// <param name="Models">Whether models go.</param>
/// <param name="Results">Whether results in memory go; with a cache mode of ComfyUI that is all there are.</param>
public sealed record FreeMemory(bool Models, bool Results) : WorkerCommand;

/// <summary>Keep a model in memory, or let it go. Answered by <see cref="ModelKept"/>.</summary>
/// <param name="Request">Comes back with the answer.</param>
/// <param name="Name">Its name, as the ledger has it, or its key.</param>
/// <param name="Device">Where; null for all devices that have it.</param>
/// <param name="Act">What is to become of it.</param>
public sealed record KeepModel(long Request, string Name, string? Device, ModelAct Act) : WorkerCommand;

/// <summary>Say what the machine has. Answered by <see cref="DevicesTold"/>.</summary>
/// <param name="Request">Comes back with the answer.</param>
public sealed record LookAtDevices(long Request) : WorkerCommand;

/// <summary>Call a capability of a plugin. The frame's bytes are the request as JSON. Answered by <see cref="CallTold"/> or <see cref="VectorsTold"/>, then once by <see cref="CallEnded"/>.</summary>
/// <param name="Call">Comes back with all that is told of it.</param>
/// <param name="Kind">Which capability.</param>
/// <param name="Title">What people read of who uses what it leases.</param>
/// <param name="Window">So many bytes are told before the call waits for <see cref="ReadOn"/>.</param>
public sealed record CallCapability(long Call, CapabilityKind Kind, string Title, int Window) : WorkerCommand;

/// <summary>Whoever hears a call has read so many bytes of what was told, and takes as many more. A call that has ended is not an error.</summary>
/// <param name="Call">The call.</param>
/// <param name="Bytes">How many.</param>
public sealed record ReadOn(long Call, int Bytes) : WorkerCommand;

/// <summary>Nobody waits for a call any more. It ends with <see cref="CallEnded"/> like any other; one that has ended is not an error.</summary>
/// <param name="Call">The call.</param>
public sealed record CancelCall(long Call) : WorkerCommand;

/// <summary>Say that you live. Answered by <see cref="Pong"/>.</summary>
/// <param name="Number">Comes back with the answer.</param>
public sealed record Ping(long Number) : WorkerCommand;

/// <summary>End: stop what runs without counting it as cancelled by anybody, keep what is done, and exit with code 0.</summary>
public sealed record StopWorker : WorkerCommand;
