using System.Text;

namespace MySpinBot.Imaging;

/// <summary>Gathers texts while a file is read, within the bounds of <see cref="ImageMetadata"/>.</summary>
internal sealed class TextCollector
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private int _left = ImageMetadata.MaxTotalBytes;

    internal IReadOnlyDictionary<string, string> ByKey => _texts;

    /// <summary>The most bytes that the next text may have.</summary>
    internal int Room => Math.Min(_left, ImageMetadata.MaxTextBytes);

    internal void Add(string key, ReadOnlySpan<byte> text, Encoding encoding)
    {
        if (key.Length > 0 && text.Length <= Room)
        {
            _left -= text.Length;
            _texts[key] = encoding.GetString(text);
        }
    }
}
