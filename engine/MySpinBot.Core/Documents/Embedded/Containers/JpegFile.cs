namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>Texts in JPEG, before its pixels (ITU-T T.81, annex B): an EXIF segment, and numbered segments of our own where they are too long for one.</summary>
internal static class JpegFile
{
    private const byte App1 = 0xE1;
    private const byte App15 = 0xEF;

    private static ReadOnlySpan<byte> OwnPrefix => "MySpinBot\0"u8;

    public static void Read(MediaSource file, FoundTexts texts)
    {
        file.Position = 2;
        using var longTexts = new MemoryStream();
        try
        {
            ReadSegments(file, texts, longTexts);
        }
        finally
        {
            // A file that breaks off may still hold the texts whole.
            ReadLong(longTexts.GetBuffer().AsSpan(0, (int)longTexts.Length), texts);
        }
    }

    private static void ReadSegments(MediaSource file, FoundTexts texts, MemoryStream longTexts)
    {
        Span<byte> marker = stackalloc byte[2];
        while (true)
        {
            file.CountPiece();
            file.Read(marker);
            switch (marker)
            {
                case [0xFF, 0xFF]:
                    file.Position--; // a fill byte
                    continue;
                case [0xFF, 0x01 or (>= 0xD0 and <= 0xD7)]:
                    continue; // markers without a body
                case [0xFF, 0xDA or 0xD9]:
                    return; // the pixels, or the end
                case [0xFF, not 0]:
                    ReadSegment(marker[1], file, texts, longTexts);
                    continue;
                default:
                    texts.Damage("A segment begins with no marker; what follows was not looked at.");
                    return;
            }
        }
    }

    private static void ReadSegment(byte marker, MediaSource file, FoundTexts texts, MemoryStream longTexts)
    {
        Span<byte> bytes = stackalloc byte[2];
        file.Read(bytes);
        var length = ((bytes[0] << 8) | bytes[1]) - 2;
        if (length < 0)
        {
            texts.Damage("A segment has no length that can be.");
            return;
        }

        if (marker is not (App1 or App15))
        {
            file.Position += Math.Min(length, file.Left);
            return;
        }

        var body = file.Take(length).AsSpan();
        if (marker == App1 && body.StartsWith(ExifBlock.Prefix))
        {
            ExifBlock.Read(body, file, texts);
        }
        else if (marker == App15 && body.StartsWith(OwnPrefix) && longTexts.Length <= 2L * texts.Room)
        {
            longTexts.Write(body[OwnPrefix.Length..]);
        }
    }

    // Each text: "name:" text 0, one after the other.
    private static void ReadLong(ReadOnlySpan<byte> all, FoundTexts texts)
    {
        for (int end; (end = all.IndexOf((byte)0)) >= 0; all = all[(end + 1)..])
        {
            texts.AddNamed(all[..end]);
        }
    }
}
