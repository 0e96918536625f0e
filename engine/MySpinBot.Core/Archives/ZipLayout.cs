namespace MySpinBot.Core.Archives;

/// <summary>Numbers of the zip format (APPNOTE 6.3): signatures, sizes of fixed parts, flags.</summary>
internal static class ZipLayout
{
    public const uint LocalSignature = 0x04034B50;
    public const uint DirectorySignature = 0x02014B50;
    public const uint EndSignature = 0x06054B50;
    public const uint End64Signature = 0x06064B50;
    public const uint Locator64Signature = 0x07064B50;

    public const int LocalSize = 30;
    public const int DirectorySize = 46;
    public const int EndSize = 22;
    public const int End64Size = 56;
    public const int Locator64Size = 20;
    public const int MostComment = ushort.MaxValue;

    public const ushort Extra64 = 1;
    public const ushort Encrypted = 1;
    public const ushort Utf8 = 1 << 11;

    public const ushort Stored = 0;
    public const ushort Deflated = 8;

    /// <summary>Version that reads sizes of 64 bits.</summary>
    public const ushort Version64 = 45;

    /// <summary>Made by a system of Unix's kind, whose file modes stand in the upper half of the external attributes.</summary>
    public const ushort MadeByUnix = (3 << 8) | Version64;

    /// <summary>What stands where a number has more than 32 bits, and so stands elsewhere.</summary>
    public const uint Elsewhere = uint.MaxValue;

    /// <summary>The first day that a zip file can tell: 1 January 1980. All entries have it, so that the same job gives the same bytes.</summary>
    public const ushort Date = 0x21;
}
