using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.PyTorch.Pickling;
using MySpinBot.Checkpoints.PyTorch.Zip;

namespace MySpinBot.Checkpoints.PyTorch;

/// <summary>Reads what <c>torch.save</c> writes since 1.6: a zip archive with a pickle (<c>NAME/data.pkl</c>) and a file for each storage (<c>NAME/data/KEY</c>).</summary>
internal static class PyTorchZip
{
    private const long LongestPickle = 256L << 20;

    public static Contents Read(CheckpointFile file, CheckpointOptions options)
    {
        var directory = ZipDirectory.Read(file);
        var pickle = Pickle(file, directory);
        var folder = pickle.Name[..^"data.pkl".Length];
        if (directory.Entries.ContainsKey($"{folder}constants.pkl"))
        {
            throw file.Refuse("is a TorchScript program, not only weights; take the same model as safetensors, or save its weights: torch.save(model.state_dict(), …).");
        }

        CheckByteOrder(file, directory, folder);
        if (pickle.Length > LongestPickle)
        {
            throw file.Refuse($"holds a pickle of {pickle.Length} bytes; at most {LongestPickle} are read.");
        }

        var world = new PyTorchWorld(file, storage => directory.Entries.TryGetValue($"{folder}data/{storage.Key}", out var entry) ? Numbers(file, directory, entry, storage) : null);
        var window = new ByteWindow(ZipBytes.Of(file, directory, pickle), () => file.Fault("holds a pickle that ends too early: it is damaged."));
        return StateDict.Of(PickleMachine.Read(window, world), CheckpointFormat.PyTorch, file, options.Root);
    }

    private static ZipEntry Pickle(CheckpointFile file, ZipDirectory directory)
    {
        var found = directory.Entries.Values.Where(entry => entry.Name == "data.pkl" || (entry.Name.EndsWith("/data.pkl", StringComparison.Ordinal) && entry.Name.IndexOf('/', StringComparison.Ordinal) == entry.Name.Length - "/data.pkl".Length)).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw file.Refuse($"is a zip archive, but none of PyTorch's: there is no 'data.pkl' in it{(directory.Entries.Count > 0 ? $", but '{directory.Entries.Keys.First()}'" : "")}. Where it is a packed folder, unpack it."),
            _ => throw file.Refuse($"is a zip archive with {found.Count} pickles, where PyTorch writes one."),
        };
    }

    private static void CheckByteOrder(CheckpointFile file, ZipDirectory directory, string folder)
    {
        if (!directory.Entries.TryGetValue($"{folder}byteorder", out var entry) || entry.Length > 16)
        {
            return;
        }

        Span<byte> order = stackalloc byte[(int)entry.Length];
        ZipBytes.Of(file, directory, entry).Read(0, order);
        if (order.SequenceEqual("big"u8))
        {
            throw file.Refuse("was written on a machine with big-endian numbers, which are not read; load it with PyTorch and save it again on a usual one.");
        }
    }

    private static TensorBytes Numbers(CheckpointFile file, ZipDirectory directory, ZipEntry entry, PickledStorage storage)
    {
        var size = storage.Type?.Size() ?? 1;
        return storage.Count <= entry.Length / size ? ZipBytes.Of(file, directory, entry)
            : throw file.Fault($"holds {entry.Length} bytes of a storage ('{storage.Key}') that should have {storage.Count} numbers of {size} bytes: it is damaged.");
    }
}
