using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Where ONNX Runtime reads a graph's weights from: the checkpoints' own files, at the place where each lies; a copy in a folder of ours, of those only that lie in no file as they are; or the ONNX bytes themselves.
/// It takes weights from one folder and those below it, so that is the one that all of them have in common. What was measured about each way stands in docs/adr/0013-from-graph-to-session.md.</summary>
internal sealed class WeightPlaces : IDisposable
{
    // A weight below this is as well off in the bytes.
    private const long SmallestOutside = 1024;

    // ONNX bytes are copied three times on their way; beyond this, a file is cheaper.
    private const long MostInside = 4 << 20;

    private const int Page = 4096;
    private const int Samples = 4;

    private readonly Dictionary<string, WeightPlace> _places;
    private readonly string? _copy;

    private WeightPlaces(string? folder, string? copy, Dictionary<string, WeightPlace> places) => (Folder, _copy, _places) = (folder, copy, places);

    /// <summary>The folder; null where all weights are in the bytes.</summary>
    internal string? Folder { get; }

    /// <summary>Bytes of the weights that had to be copied into a file of ours.</summary>
    internal long Copied { get; private init; }

    /// <summary>Decides, and copies what must be copied.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="staysMapped">Whether ONNX Runtime will keep the file mapped: then it is a copy of ours, which nobody can shorten under it.</param>
    /// <exception cref="CheckpointException">A weight cannot be read.</exception>
    /// <exception cref="IOException">There is no room for the copy.</exception>
    internal static WeightPlaces Of(OnnxGraph graph, bool staysMapped)
    {
        var large = graph.Initializers.Where(each => each.ByteCount >= SmallestOutside).ToList();
        if (large.Sum(each => each.ByteCount) <= MostInside && !staysMapped)
        {
            return new WeightPlaces(null, null, []);
        }

        var there = staysMapped ? [] : InTheirFiles(large);
        var rest = large.Where(weight => !there.ContainsKey(weight.Name)).ToList();
        if (there.Count == 0)
        {
            return WithCopy(large, large, there);
        }

        var isLittle = rest.Sum(each => each.ByteCount) <= MostInside;
        return Common(isLittle ? there.Values : there.Values.Append((Path.Join(Real(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.GetTempPath()))), "weights"), 0))) is not { } folder ? WithCopy(large, large, [])
            : isLittle ? new WeightPlaces(folder, null, Below(folder, there, large)) : WithCopy(large, rest, there);
    }

    /// <summary>Where a weight lies; null for in the bytes.</summary>
    internal WeightPlace? Of(OnnxInitializer weight) => _places.GetValueOrDefault(weight.Name);

    public void Dispose()
    {
        if (_copy is not null)
        {
            Directory.Delete(_copy, recursive: true);
        }
    }

    // Those that lie in a file as they are, by name.
    private static Dictionary<string, (string Path, long Offset)> InTheirFiles(List<OnnxInitializer> large)
    {
        var there = new Dictionary<string, (string Path, long Offset)>(StringComparer.Ordinal);
        var files = large.Select(weight => (Weight: weight, Place: Located(weight))).Where(each => each.Place is not null).GroupBy(each => each.Place!.Value.Path, StringComparer.Ordinal);
        foreach (var file in files.Where(file => file.OrderBy(each => each.Weight.ByteCount).Take(Samples).All(each => IsStillThere(each.Weight, each.Place!.Value))))
        {
            // ONNX Runtime follows links before it looks whether a file is below its folder, so they are followed here.
            var path = Path.Join(Real(Path.GetDirectoryName(file.Key)!), Path.GetFileName(file.Key));
            foreach (var (weight, place) in file)
            {
                there[weight.Name] = (path, place!.Value.Offset);
            }
        }

        return there;
    }

    private static (string Path, long Offset)? Located(OnnxInitializer weight)
        => weight is { Source: { } source, Entry: { } entry } && source.TryLocate(entry, out var path, out var offset) && File.Exists(path)
            ? (Path.GetFullPath(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path), offset) : null;

    // A folder without links on the way to it.
    private static string Real(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } parent)
        {
            return folder;
        }

        var path = Path.Join(Real(parent), Path.GetFileName(folder));
        return Directory.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? Real(target.FullName) : path;
    }

    // The checkpoint has its file open; another may lie at the path by now. Its smallest weights tell.
    private static bool IsStillThere(OnnxInitializer weight, (string Path, long Offset) place)
    {
        var (wanted, there) = (new byte[weight.ByteCount], new byte[weight.ByteCount]);
        weight.Read(wanted);
        using var file = File.OpenHandle(place.Path, share: FileShare.ReadWrite | FileShare.Delete);
        return RandomAccess.Read(file, there, place.Offset) == there.Length && wanted.AsSpan().SequenceEqual(there);
    }

    // The folder that all files are below; null where they lie on several drives.
    private static string? Common(IEnumerable<(string Path, long Offset)> places)
    {
        string? common = null;
        foreach (var folder in places.Select(place => Path.GetDirectoryName(place.Path)!).Distinct(StringComparer.Ordinal))
        {
            common ??= folder;
            while (common is not null && !IsBelow(folder, common))
            {
                common = Path.GetDirectoryName(common);
            }

            if (common is null)
            {
                return null;
            }
        }

        return common;
    }

    private static bool IsBelow(string folder, string above)
        => folder.StartsWith(above, StringComparison.Ordinal) && (folder.Length == above.Length || Path.EndsInDirectorySeparator(above) || folder[above.Length] == Path.DirectorySeparatorChar);

    private static Dictionary<string, WeightPlace> Below(string folder, Dictionary<string, (string Path, long Offset)> there, List<OnnxInitializer> large)
    {
        var places = new Dictionary<string, WeightPlace>(StringComparer.Ordinal);
        foreach (var weight in large)
        {
            if (there.TryGetValue(weight.Name, out var place))
            {
                places[weight.Name] = new WeightPlace(Path.GetRelativePath(folder, place.Path).Replace(Path.DirectorySeparatorChar, '/'), place.Offset, weight.ByteCount);
            }
        }

        return places;
    }

    // Some in a file of ours, the others where they are.
    private static WeightPlaces WithCopy(List<OnnxInitializer> large, List<OnnxInitializer> copied, Dictionary<string, (string Path, long Offset)> there)
    {
        var folder = Directory.CreateTempSubdirectory("myspinbot-weights-").FullName;
        try
        {
            var path = Path.Join(Real(folder), "weights");
            var all = new Dictionary<string, (string Path, long Offset)>(there, StringComparer.Ordinal);
            var buffer = new byte[copied.Count == 0 ? 0 : checked((int)Math.Min(copied.Max(each => each.ByteCount), Array.MaxLength))];
            using (var file = File.Create(path, bufferSize: 0))
            {
                foreach (var weight in copied)
                {
                    var bytes = buffer.AsSpan(0, checked((int)weight.ByteCount));
                    weight.Read(bytes);
                    file.Position = (file.Position + Page - 1) & ~(Page - 1L);
                    all[weight.Name] = (path, file.Position);
                    file.Write(bytes);
                }
            }

            var common = Common(all.Values.Append((path, 0)))!;
            return new WeightPlaces(common, folder, Below(common, all, large)) { Copied = copied.Sum(each => each.ByteCount) };
        }
        catch
        {
            // Whatever it was: half a copy is of no use.
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }
}
