namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>The comment block of FLAC (RFC 9639, 8.6).</summary>
internal static class FlacFile
{
    private const int CommentBlock = 4;

    public static void Read(MediaSource file, FoundTexts texts)
    {
        file.Position += 4; // its signature
        bool isLast;
        do
        {
            file.CountPiece();
            var head = file.UInt32();
            isLast = head >> 31 == 1;
            var (type, length) = ((head >> 24) & 0x7F, head & 0xFFFFFF);
            if (type != CommentBlock)
            {
                file.Position += length > file.Left ? throw new EndOfStreamException() : length;
            }
            else if (file.Take(length) is { } comments)
            {
                VorbisComment.Read(comments, texts);
            }
        }
        while (!isLast);
    }
}
