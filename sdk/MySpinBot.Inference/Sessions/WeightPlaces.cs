using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Where ONNX Runtime reads a graph's weights from: the checkpoint's own file, at the place where each lies; a copy in a folder of ours; or the ONNX bytes themselves.
/// It takes weights from one folder only. What was measured about each way stands in docs/adr/0013-from-graph-to-session.md.</summary>
internal sealed class WeightPlaces : IDisposable
{
    // A weight below this is as well off in the bytes.
    private const long SmallestOutside = 1024;

    // ONNX bytes are copied three times on their way; beyond this, a file is cheaper.
    private const long MostInside = 4 << 20;

    private const int Page = 4096;
    private const int Samples = 4;

    private readonly Dictionary<string, WeightPlace> _places;
    private readonly bool _isOurs;

    private WeightPlaces(string? folder, bool isOurs, Dictionary<string, WeightPlace> places) => (Folder, _isOurs, _places) = (folder, isOurs, places);

    /// <summary>The folder; null where all weights are in the bytes.</summary>
    internal string? Folder { get; }

    /// <summary>Decides, and copies what must be copied.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="staysMapped">Whether ONNX Runtime will keep the file mapped: then it is a copy of ours, which nobody can shorten under it.</param>
    /// <exception cref="CheckpointException">A weight cannot be read.</exception>
    /// <exception cref="IOException">There is no room for the copy.</exception>
    internal static WeightPlaces Of(OnnxGraph graph, bool staysMapped)
    {
        var large = graph.Initializers.Where(each => each.ByteCount >= SmallestOutside).ToList();
        var whole = large.Sum(each => each.ByteCount);
        if (whole <= MostInside && !staysMapped)
        {
            return new WeightPlaces(null, false, []);
        }

        return (staysMapped ? null : InTheirFiles(large, whole)) ?? Copied(large);
    }

    /// <summary>Where a weight lies; null for in the bytes.</summary>
    internal WeightPlace? Of(OnnxInitializer weight) => _places.GetValueOrDefault(weight.Name);

    public void Dispose()
    {
        if (_isOurs)
        {
            Directory.Delete(Folder!, recursive: true);
        }
    }

    // The folder that holds most of them, if the rest is little enough for the bytes.
    private static WeightPlaces? InTheirFiles(List<OnnxInitializer> large, long whole)
    {
        var best = large.Select(weight => (Weight: weight, Place: Located(weight))).Where(each => each.Place is not null)
            .GroupBy(each => Path.GetDirectoryName(each.Place!.Value.Path)!, StringComparer.Ordinal).MaxBy(group => group.Sum(each => each.Weight.ByteCount));
        if (best is null || whole - best.Sum(each => each.Weight.ByteCount) > MostInside)
        {
            return null;
        }

        var places = best.ToDictionary(each => each.Weight.Name, each => new WeightPlace(Path.GetFileName(each.Place!.Value.Path), each.Place.Value.Offset, each.Weight.ByteCount), StringComparer.Ordinal);
        return best.OrderBy(each => each.Weight.ByteCount).Take(Samples).All(each => IsStillThere(each.Weight, each.Place!.Value)) ? new WeightPlaces(best.Key, false, places) : null;
    }

    // Links are followed, since ONNX Runtime refuses those that lead out of the folder.
    private static (string Path, long Offset)? Located(OnnxInitializer weight)
        => weight is { Source: { } source, Entry: { } entry } && source.TryLocate(entry, out var path, out var offset) && File.Exists(path)
            ? (File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path, offset) : null;

    // The checkpoint has its file open; another may lie at the path by now. Its smallest weights tell.
    private static bool IsStillThere(OnnxInitializer weight, (string Path, long Offset) place)
    {
        var (wanted, there) = (new byte[weight.ByteCount], new byte[weight.ByteCount]);
        weight.Read(wanted);
        using var file = File.OpenHandle(place.Path, share: FileShare.ReadWrite | FileShare.Delete);
        return RandomAccess.Read(file, there, place.Offset) == there.Length && wanted.AsSpan().SequenceEqual(there);
    }

    private static WeightPlaces Copied(List<OnnxInitializer> large)
    {
        var folder = Directory.CreateTempSubdirectory("myspinbot-weights-").FullName;
        try
        {
            var places = new Dictionary<string, WeightPlace>(StringComparer.Ordinal);
            var buffer = new byte[large.Count == 0 ? 0 : checked((int)Math.Min(large.Max(each => each.ByteCount), Array.MaxLength))];
            using var file = File.Create(Path.Join(folder, "weights"), bufferSize: 0);
            foreach (var weight in large)
            {
                var bytes = buffer.AsSpan(0, checked((int)weight.ByteCount));
                weight.Read(bytes);
                file.Position = (file.Position + Page - 1) & ~(Page - 1L);
                places[weight.Name] = new WeightPlace("weights", file.Position, weight.ByteCount);
                file.Write(bytes);
            }

            return new WeightPlaces(folder, true, places);
        }
        catch
        {
            // Whatever it was: half a copy is of no use.
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }
}
