using System.Collections.Immutable;
using MySpinBot.Checkpoints.PyTorch.Pickling;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints.PyTorch;

/// <summary>What PyTorch's functions that make a tensor from a storage mean (torch/_utils.py, torch/_tensor.py).</summary>
internal static class Rebuilding
{
    /// <summary>The tensor, or null where the arguments are none of the function's.</summary>
    public static PickledTensor? Tensor(PickleGlobal function, object?[] arguments) => (function.Meaning, arguments) switch
    {
        (Meaning.Parameter, [PickledTensor tensor, ..]) => tensor,
        (Meaning.Parameter, [NumpyArray array, ..]) => array.AsTensor(),
        (Meaning.TensorOfClass, [PickleGlobal { Meaning: Meaning.Tensor or Meaning.TypedTensor or Meaning.Parameter } by, PickleGlobal { Meaning: Meaning.Name }, object?[] given, ..]) => Tensor(by, given),
        (Meaning.Tensor, [PickledStorage { Type: { } type } storage, long offset, var shape, var strides, ..]) => View(storage, type, offset, shape, strides),
        (Meaning.TypedTensor, [PickledStorage storage, long offset, var shape, var strides, _, _, PickleGlobal type, ..]) when AllowList.TryType(type, out var of) => View(storage, of, offset, shape, strides),
        _ => null,
    };

    private static PickledTensor? View(PickledStorage storage, TensorType type, long offset, object? shape, object? strides)
        => Numbers(shape) is { } sides && Numbers(strides) is { } steps ? new PickledTensor(storage, type, offset, sides, steps) : null;

    private static ImmutableArray<long>? Numbers(object? sequence)
    {
        IReadOnlyList<object?>? items = sequence is object?[] tuple ? tuple : (sequence as PickleList)?.Items;
        if (items is null || items.Count > Extent.MostDimensions)
        {
            return null;
        }

        var numbers = ImmutableArray.CreateBuilder<long>(items.Count);
        foreach (var item in items)
        {
            if (item is not long number)
            {
                return null;
            }

            numbers.Add(number);
        }

        return numbers.MoveToImmutable();
    }
}
