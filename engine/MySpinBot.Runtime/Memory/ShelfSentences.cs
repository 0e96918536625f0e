using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Memory;

/// <summary>What people read when memory does not suffice: how much was needed, how much there is, and who holds the rest.</summary>
internal static class ShelfSentences
{
    public static NodeFailure NoDevice(ShelfRequest request, IEnumerable<DeviceId> known)
        => new($"{request.Title} wants the device {request.Device}, which this machine does not have; it has {string.Join(", ", known)}.");

    public static NodeFailure TooLarge(ShelfRequest request, ShelfDevice device)
        => new($"{request.Title} needs {Size(request.Bytes)} on {device.Id}, and the memory budget there is {Size(device.Budget)} in all: "
            + "take a smaller model, size or batch, or raise --memory-budget if the machine has more.");

    public static NodeFailure PinnedAway(ShelfRequest request, ShelfDevice device)
        => new($"{request.Title} needs {Size(request.Bytes)} on {device.Id}, and of the memory budget of {Size(device.Budget)} there, {Size(device.Pinned)} are pinned: "
            + $"unpin {string.Join(" or ", device.Models.Values.Where(model => model.IsPinned).OrderByDescending(model => model.Bytes).Take(3).Select(model => model.Title))}, or raise --memory-budget if the machine has more.");

    public static NodeFailure LargerThanSaid(ShelfRequest request, ShelfModel model, ShelfDevice device)
        => new($"{model.Title} was said to need {Size(request.Bytes)} on {device.Id} and took {Size(model.Bytes)}, which does not fit beside what is in use; it was unloaded. {Holders(device)}");

    public static NodeFailure Deadlock(ShelfRequest request, ShelfDevice device)
        => new($"{request.Title} needs {Size(request.Bytes)} on {device.Id} for {request.Caller!.Title}, and never gets it: the calls that hold the rest of the budget of {Size(device.Budget)} "
            + $"wait for memory themselves. {Holders(device)}");

    public static NodeFailure NotLoaded(string title, Exception fault)
        => fault as NodeFailure ?? new NodeFailure($"{title} could not be loaded: {fault.Message}", fault);

    /// <summary>Bytes as people write them.</summary>
    public static string Size(long bytes)
    {
        var (value, unit) = bytes switch
        {
            >= 1L << 30 => (bytes / (double)(1L << 30), "GiB"),
            >= 1L << 20 => (bytes / (double)(1L << 20), "MiB"),
            >= 1L << 10 => (bytes / (double)(1L << 10), "KiB"),
            _ => (bytes, "bytes"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {unit}");
    }

    private static string Holders(ShelfDevice device)
    {
        var models = device.Models.Values.Where(model => model.Leases.Count > 0).Select(model => (model.Title, model.Bytes, Who: string.Join(", ", model.Leases.Select(Name).Distinct().Take(3))));
        var reservations = device.Reservations.Select(reservation => (reservation.Title, reservation.Bytes, Who: Name(reservation)));
        var largest = models.Concat(reservations).OrderByDescending(held => held.Bytes).Take(5).Select(held => $"{held.Title} ({Size(held.Bytes)}, {held.Who})").ToList();
        return largest.Count == 0 ? "Nothing else is in use there." : $"In use there: {string.Join("; ", largest)}.";
    }

    private static string Name(ShelfRequest request) => request.Caller?.Title ?? "the host";
}
