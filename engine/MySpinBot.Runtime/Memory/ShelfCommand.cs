using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Memory;

/// <summary>What the ledger has decided.</summary>
internal abstract record ShelfCommand;

/// <summary>Load the model that this request wants; answer with <see cref="ShelfLedger.Loaded"/> or <see cref="ShelfLedger.LoadFailed"/>.</summary>
internal sealed record LoadModel(ShelfRequest Request) : ShelfCommand;

/// <summary>Nobody waits for this load any more: ask it to end. It answers all the same.</summary>
internal sealed record StopLoading(ModelSlot Slot) : ShelfCommand;

/// <summary>Free the model; answer with <see cref="ShelfLedger.Evicted"/>.</summary>
internal sealed record EvictModel(ModelSlot Slot) : ShelfCommand;

/// <summary>The request has what it asked for.</summary>
internal sealed record Grant(ShelfRequest Request) : ShelfCommand;

/// <summary>The request will not get it.</summary>
internal sealed record Refuse(ShelfRequest Request, NodeFailure Why) : ShelfCommand;
