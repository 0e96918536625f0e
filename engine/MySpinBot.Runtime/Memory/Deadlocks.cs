using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Memory;

/// <summary>Finds calls that wait for each other for ever: each holds something, waits for more, and what all of them hold together leaves none of them room,
/// whatever anybody else lets go. Calls are taken away one by one as long as one of them could be served beside the others (it would then end and let
/// go); those that remain are stuck.</summary>
internal static class Deadlocks
{
    /// <summary>The request to refuse, or null where nobody is stuck: one that cannot be served even alone, or else the youngest.</summary>
    public static ShelfRequest? Find(IReadOnlyCollection<ShelfDevice> devices, IReadOnlyList<ShelfRequest> queue, IReadOnlyDictionary<ShelfCaller, int> holdings)
    {
        var waiting = queue.Where(request => request.Caller is { } caller && holdings.ContainsKey(caller)).ToLookup(request => request.Caller!);
        var stuck = waiting.Select(group => group.Key).ToHashSet();
        while (stuck.FirstOrDefault(caller => CouldBeServed(caller, stuck)) is { } served)
        {
            stuck.Remove(served);
        }

        var requests = stuck.SelectMany(caller => waiting[caller]).ToList();
        return requests.LastOrDefault(request => !CouldBeServed(request.Caller!, [request.Caller!])) ?? requests.MaxBy(request => request.Id);

        bool CouldBeServed(ShelfCaller caller, HashSet<ShelfCaller> holders)
            => devices.All(device => Held(device, holders) + Pinned(device, holders) + Wanted(device, waiting[caller], holders) <= device.Budget);
    }

    private static long Held(ShelfDevice device, HashSet<ShelfCaller> holders)
        => device.Models.Values.Where(model => model.Leases.Any(lease => IsOf(lease, holders))).Sum(model => model.Bytes)
            + device.Reservations.Where(reservation => IsOf(reservation, holders)).Sum(reservation => reservation.Bytes);

    // What is pinned makes no room, whoever lets it go.
    private static long Pinned(ShelfDevice device, HashSet<ShelfCaller> holders)
        => device.Models.Values.Where(model => model.IsPinned && !model.Leases.Any(lease => IsOf(lease, holders))).Sum(model => model.Bytes);

    private static long Wanted(ShelfDevice device, IEnumerable<ShelfRequest> requests, HashSet<ShelfCaller> holders)
        => requests.Where(request => request.Device == device.Id && !IsHeld(device, request, holders)).DistinctBy(request => request.Key ?? $"\0{request.Id}").Sum(request => request.Bytes);

    private static bool IsHeld(ShelfDevice device, ShelfRequest request, HashSet<ShelfCaller> holders)
        => request.Key is { } key && device.Models.TryGetValue(key, out var model) && (model.IsPinned || model.Leases.Any(lease => IsOf(lease, holders)));

    private static bool IsOf(ShelfRequest request, HashSet<ShelfCaller> holders) => request.Caller is { } caller && holders.Contains(caller);
}
