using System.Collections.Immutable;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints.PyTorch;

/// <summary>Numbers that tensors are views of.</summary>
/// <param name="key">Its name in the file.</param>
/// <param name="type">What its numbers are; null for bytes that each tensor sees its own way.</param>
/// <param name="count">How many numbers it has, as the pickle says.</param>
internal sealed class PickledStorage(string key, TensorType? type, long count)
{
    public string Key { get; } = key;

    public TensorType? Type { get; } = type;

    public long Count { get; } = count;

    /// <summary>Where it lies; in a legacy file, known only when all pickles have been read.</summary>
    public TensorBytes? Bytes { get; set; }
}

/// <summary>A tensor as a pickle states it; what it states is checked when it is wanted.</summary>
/// <param name="Storage">What it is a view of.</param>
/// <param name="Type">What its numbers are.</param>
/// <param name="Offset">Its first number in the storage.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Strides">How far apart neighbours lie along each.</param>
internal sealed record PickledTensor(PickledStorage Storage, TensorType Type, long Offset, ImmutableArray<long> Shape, ImmutableArray<long> Strides)
{
    /// <summary>A view that repeats numbers may take this much, or as much as its storage where that is more: larger ones would let a small file ask for any memory.</summary>
    private const long MostRepeated = 64L << 20;

    /// <summary>The tensor under a name, after everything it states has been compared with its storage.</summary>
    /// <exception cref="CheckpointException">It reaches out of its storage.</exception>
    public StoredTensor Under(string name, CheckpointFile file)
    {
        var size = Type.Size();
        if (!Extent.TryBytes(Shape.AsSpan(), size, out var bytes) || Shape.Length != Strides.Length || !Extent.TrySpan(Shape.AsSpan(), Strides.AsSpan(), out var span) || Offset < 0)
        {
            throw file.Fault($"holds '{name}' with a shape and strides that are none: [{string.Join(", ", Shape)}], [{string.Join(", ", Strides)}].");
        }

        var storage = Storage.Bytes ?? throw file.Fault($"does not hold the numbers of '{name}' (storage '{Storage.Key}'): it is damaged, or was not downloaded to its end.");
        if (bytes > 0 && (Offset > storage.Length / size || span > (storage.Length / size) - Offset))
        {
            throw file.Fault($"holds '{name}' as a view that reaches out of its storage '{Storage.Key}' of {storage.Length} bytes: it is damaged, or was not downloaded to its end.");
        }

        if (bytes > checked(span * size) && bytes > Math.Max(MostRepeated, storage.Length))
        {
            throw file.Refuse($"holds '{name}' as a view of {bytes} bytes that repeats the same numbers, more than are read.");
        }

        var entry = new TensorEntry(name, Type, Shape);
        return bytes == 0 ? new StoredTensor(entry, storage, 0)
            : new StoredTensor(entry, storage, Offset * size, Extent.IsContiguous(Shape.AsSpan(), Strides.AsSpan()) ? default : Strides);
    }
}
