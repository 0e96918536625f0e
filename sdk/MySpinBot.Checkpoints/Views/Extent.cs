namespace MySpinBot.Checkpoints.Views;

/// <summary>Sizes and strides that a file states, multiplied without overflow.</summary>
internal static class Extent
{
    /// <summary>More dimensions than PyTorch allows are no tensor.</summary>
    public const int MostDimensions = 64;

    /// <summary>How many bytes a tensor of this shape takes; false where the shape is none.</summary>
    public static bool TryBytes(ReadOnlySpan<long> shape, int size, out long bytes)
    {
        bytes = size;
        foreach (var side in shape)
        {
            if (side < 0 || !TryMultiply(bytes, side, out bytes))
            {
                return false;
            }
        }

        return shape.Length <= MostDimensions;
    }

    /// <summary>How many numbers of its storage a view reaches over, from its first to behind its last; false where that is no number.</summary>
    public static bool TrySpan(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, out long span)
    {
        span = 1;
        var isEmpty = false;
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] < 0 || strides[i] < 0)
            {
                return false;
            }

            isEmpty |= shape[i] == 0;
        }

        if (isEmpty)
        {
            span = 0;
            return true;
        }

        for (var i = 0; i < shape.Length; i++)
        {
            if (!TryMultiply(shape[i] - 1, strides[i], out var reach) || reach > long.MaxValue - span)
            {
                return false;
            }

            span += reach;
        }

        return true;
    }

    /// <summary>Whether numbers with these strides lie one after the other, the last dimension fastest.</summary>
    public static bool IsContiguous(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides)
    {
        var expected = 1L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            if (shape[i] == 0)
            {
                return true;
            }

            // A dimension of one number is never stepped along, so its stride says nothing.
            if (shape[i] != 1)
            {
                if (strides[i] != expected)
                {
                    return false;
                }

                expected *= shape[i];
            }
        }

        return true;
    }

    private static bool TryMultiply(long left, long right, out long product)
    {
        var high = Math.BigMul(left, right, out product);
        return high == 0 && product >= 0;
    }
}
