using System.Numerics;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.PyTorch.Pickling;

namespace MySpinBot.Checkpoints.PyTorch;

/// <summary>Reads what <c>torch.save</c> wrote before 1.6: the pickles of a magic number, a version, the machine, the object and the keys of its storages, then each storage as a count and its numbers.</summary>
internal static class PyTorchLegacy
{
    private const long Version = 1001;

    private static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether a file begins as a pickle: with its protocol, or with an instruction of the old protocols that such files begin with.</summary>
    public static bool Is(ReadOnlySpan<byte> start)
        => start.Length >= 2 && ((start[0] == (byte)PickleOp.Protocol && start[1] is >= 1 and <= 5) || ((PickleOp)start[0] is PickleOp.Global or PickleOp.Mark or PickleOp.Long or PickleOp.EmptyDict or PickleOp.EmptyList));

    public static Contents Read(CheckpointFile file, CheckpointOptions options)
    {
        var window = new ByteWindow(new FileBytes(file, 0, file.Length), () => file.Fault("ends within a pickle: it was not downloaded to its end."));
        var world = new PyTorchWorld(file, _ => null);
        CheckStart(PickleMachine.Read(window, world), file);
        if (PickleMachine.Read(window, world) is not Version)
        {
            throw file.Refuse($"is of another version than {Version} of PyTorch's old format; load it with PyTorch and save it again.");
        }

        if (PickleMachine.Read(window, world) is PickleDict machine && machine.TryGet("little_endian", out var isLittle) && isLittle is false)
        {
            throw file.Refuse("was written on a machine with big-endian numbers, which are not read; load it with PyTorch and save it again on a usual one.");
        }

        var top = PickleMachine.Read(window, world);
        FindStorages(window, world, PickleMachine.Read(window, world), file);
        return StateDict.Of(top, CheckpointFormat.PyTorchLegacy, file, options.Root);
    }

    private static void CheckStart(object? start, CheckpointFile file)
    {
        if (start is not BigInteger number || number != Magic)
        {
            throw file.Refuse("is a pickle, but no checkpoint of PyTorch's: it does not begin with its magic number. Save the weights with torch.save, or as safetensors.");
        }
    }

    private static void FindStorages(ByteWindow window, PyTorchWorld world, object? keys, CheckpointFile file)
    {
        if (keys is not PickleList list)
        {
            throw file.Fault("has no list of its storages: it is damaged.");
        }

        foreach (var key in list.Items)
        {
            if (key is not string name || !world.Storages.TryGetValue(name, out var storage) || storage.Bytes is not null)
            {
                throw file.Fault("lists storages that none of its tensors has: it is damaged.");
            }

            var (count, size) = (window.Int64(), storage.Type?.Size() ?? 1);
            if (count < storage.Count || count > window.Remaining / size)
            {
                throw file.Fault($"ends within its numbers: the storage '{name}' should have {storage.Count}, and {window.Remaining} bytes are left. It was not downloaded to its end.");
            }

            storage.Bytes = new FileBytes(file, window.Position, count * size);
            window.Skip(count * size);
        }
    }
}
