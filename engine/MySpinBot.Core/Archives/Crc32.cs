using System.Buffers.Binary;

namespace MySpinBot.Core.Archives;

/// <summary>The checksum of zip files (CRC-32, polynomial 0xEDB88320), eight bytes at a time.</summary>
public static class Crc32
{
    private const int Ways = 8;

    private static readonly uint[][] Tables = Make();

    /// <summary>The checksum of more bytes.</summary>
    /// <param name="before">The checksum of those before; 0 for none.</param>
    /// <param name="bytes">The bytes.</param>
    public static uint Of(uint before, ReadOnlySpan<byte> bytes)
    {
        var crc = ~before;
        for (; bytes.Length >= Ways; bytes = bytes[Ways..])
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF] ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF] ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
        }

        foreach (var value in bytes)
        {
            crc = Tables[0][(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[][] Make()
    {
        var tables = new uint[Ways][];
        tables[0] = new uint[256];
        for (var value = 0u; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }

            tables[0][value] = crc;
        }

        for (var way = 1; way < Ways; way++)
        {
            tables[way] = [.. tables[way - 1].Select(crc => tables[0][crc & 0xFF] ^ (crc >> 8))];
        }

        return tables;
    }
}
