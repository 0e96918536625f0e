namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Writes whole numbers, seven bits a byte, the lowest first; of signed ones the sign is the lowest bit.</summary>
internal sealed class NumberWriter(Stream output) : IDisposable
{
    private readonly byte[] _bytes = new byte[8192];
    private int _count;

    public void Write(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Put((ulong)number);
    }

    public void WriteSigned(long number) => Put(((ulong)number << 1) ^ (ulong)(number >> 63));

    public void Dispose()
    {
        output.Write(_bytes, 0, _count);
        _count = 0;
    }

    private void Put(ulong number)
    {
        if (_count > _bytes.Length - 10)
        {
            Dispose();
        }

        for (; number >= 0x80; number >>= 7)
        {
            _bytes[_count++] = (byte)(number | 0x80);
        }

        _bytes[_count++] = (byte)number;
    }
}

/// <summary>Reads what <see cref="NumberWriter"/> wrote, and believes none of it: each number has a bound.</summary>
internal sealed class NumberReader(Stream input)
{
    private readonly byte[] _bytes = new byte[8192];
    private int _at, _count;

    /// <summary>A number from 0 to a bound.</summary>
    /// <exception cref="InvalidDataException">The bytes end, or the number is beyond the bound.</exception>
    public long Read(long most)
    {
        var number = Take();
        return number <= (ulong)most ? (long)number : throw new InvalidDataException($"The faces are damaged: {number} stands where at most {most} can be.");
    }

    /// <summary>As <see cref="Read"/>, for what is counted.</summary>
    public int Count(int most) => (int)Read(most);

    /// <summary>A number by its difference from another, within bounds.</summary>
    /// <exception cref="InvalidDataException">The bytes end, or it is beyond the bounds.</exception>
    public int Near(int other, int least, int most)
    {
        var stored = Take();
        var number = other + (decimal)((long)(stored >> 1) ^ -(long)(stored & 1));
        return number >= least && number <= most ? (int)number : throw new InvalidDataException($"The faces are damaged: {number} is not from {least} to {most}.");
    }

    /// <summary>That nothing follows.</summary>
    /// <exception cref="InvalidDataException">Something does.</exception>
    public void End()
    {
        if (_at < _count || input.ReadByte() >= 0)
        {
            throw new InvalidDataException("The faces are damaged: bytes follow where they end.");
        }
    }

    private ulong Take()
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            if (shift == 63 && next > 1)
            {
                break;
            }

            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return next > 0 || shift == 0 ? number : throw new InvalidDataException("The faces are damaged: a number is longer than it must be.");
            }
        }

        throw new InvalidDataException("The faces are damaged: a number has more than 64 bits.");
    }

    private byte Byte()
    {
        if (_at == _count)
        {
            (_at, _count) = (0, input.Read(_bytes));
            if (_count == 0)
            {
                throw new InvalidDataException("The faces are damaged: their bytes end too early.");
            }
        }

        return _bytes[_at++];
    }
}
