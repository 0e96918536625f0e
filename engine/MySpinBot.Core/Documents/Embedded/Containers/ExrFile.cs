using System.Text;

namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>The attributes of an OpenEXR header that are texts: name 0 type 0 length value, one after the other, until one has no name.</summary>
internal static class ExrFile
{
    private const int LongestName = 255;

    public static void Read(MediaSource file, FoundTexts texts)
    {
        file.Position = 8;
        while (Name(file) is { Length: > 0 } name)
        {
            file.CountPiece();
            var type = Name(file);
            var length = file.UInt32(little: true);
            if (type is "string" && FoundTexts.IsWanted(name))
            {
                if (file.Take(length) is { } text)
                {
                    texts.Add(name, text);
                }
                else
                {
                    texts.TooLong(name);
                }

                continue;
            }

            if (type is "string")
            {
                texts.Name(name);
            }

            file.Position += length > file.Left ? throw new EndOfStreamException() : length;
        }
    }

    private static string? Name(MediaSource file)
    {
        Span<byte> name = stackalloc byte[LongestName + 1];
        for (var i = 0; i <= LongestName; i++)
        {
            file.Read(name.Slice(i, 1));
            if (name[i] == 0)
            {
                return Encoding.Latin1.GetString(name[..i]);
            }
        }

        return null;
    }
}
