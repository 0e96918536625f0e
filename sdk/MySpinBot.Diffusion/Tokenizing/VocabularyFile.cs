using System.IO.Compression;
using System.Text;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Reads a vocabulary from the files that it is published in: OpenAI's list of merges (plain, packed, or as JavaScript packages carry it), and the files of a <c>tokenizer</c> folder.</summary>
internal static class VocabularyFile
{
    private const int MostBytes = 32 << 20;
    private const int MostPieces = 1 << 20;
    private const string Gzip = ".gz", Script = ".js", Json = ".json", Merges = "merges.txt", Ids = "vocab.json";

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path"><c>bpe_simple_vocab_16e6.txt.gz</c>, <c>.txt</c> or <c>.js</c>; a <c>tokenizer.json</c>; or a <c>merges.txt</c>, with the <c>vocab.json</c> beside it where there is one.</param>
    /// <exception cref="NodeFailure">It is none of these, is damaged, or is too large to be one.</exception>
    public static ClipVocabulary Read(string path)
    {
        try
        {
            var extension = Path.GetExtension(path);
            return extension == Json ? Whole(Bytes(path))
                : extension == Script ? OfLines(Carried(Bytes(path)))
                : Path.GetFileName(path) == Merges && Path.Combine(Path.GetDirectoryName(path)!, Ids) is var ids && File.Exists(ids) ? ClipVocabulary.Of(IdsOf(Bytes(ids)), MergesOf(Encoding.UTF8.GetString(Bytes(path))))
                : OfLines(Encoding.UTF8.GetString(Bytes(path)));
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException or IOException or UnauthorizedAccessException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new NodeFailure($"'{path}' cannot be read as a vocabulary of CLIP: {fault.Message}", fault);
        }
    }

    // OpenAI's list goes on far behind the merges that CLIP was trained with.
    private static ClipVocabulary OfLines(string text) => ClipVocabulary.Of(MergesOf(text, ClipMerges.Count));

    private static List<(string, string)> MergesOf(string text, int most = MostPieces)
    {
        List<(string, string)> merges = [];
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            // The first line says which version it is, with or without its name before it.
            if (line.IsEmpty || (merges.Count == 0 && line.Contains("#version", StringComparison.Ordinal)))
            {
                continue;
            }

            if (merges.Count == most)
            {
                break;
            }

            merges.Add(Pair(line));
        }

        return merges.Count > 0 ? merges : throw new InvalidDataException("it has no merges.");
    }

    private static (string Left, string Right) Pair(ReadOnlySpan<char> line)
        => line.IndexOf(' ') is > 0 and var blank && blank < line.Length - 1 && line[(blank + 1)..].IndexOf(' ') < 0
            ? (line[..blank].ToString(), line[(blank + 1)..].ToString())
            : throw new InvalidDataException($"the line '{line[..Math.Min(line.Length, 64)]}' is no merge of two pieces.");

    private static Dictionary<string, int> IdsOf(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return IdsOf(document.RootElement);
    }

    private static Dictionary<string, int> IdsOf(JsonElement vocabulary)
    {
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach (var piece in vocabulary.EnumerateObject())
        {
            ids[piece.Name] = piece.Value.GetInt32() is >= 0 and < MostPieces and var id ? id : throw new InvalidDataException($"the piece '{piece.Name}' has a number that is out of reach.");
        }

        return ids;
    }

    // tokenizer.json: merges are texts, or pairs of texts in newer files.
    private static ClipVocabulary Whole(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var model = document.RootElement.GetProperty("model");
        var merges = model.GetProperty("merges").EnumerateArray().Select(merge => merge.ValueKind == JsonValueKind.Array ? (merge[0].GetString()!, merge[1].GetString()!) : Pair(merge.GetString())).ToList();
        return ClipVocabulary.Of(IdsOf(model.GetProperty("vocab")), merges);
    }

    // A script whose only object holds the list as one text.
    private static string Carried(byte[] script)
    {
        var (start, end) = (Array.IndexOf(script, (byte)'{'), Array.LastIndexOf(script, (byte)'}'));
        if (start < 0 || end < start)
        {
            throw new InvalidDataException("the script holds no object.");
        }

        using var document = JsonDocument.Parse(script.AsMemory(start..(end + 1)));
        return document.RootElement.GetProperty("text").GetString() ?? "";
    }

    private static byte[] Bytes(string path)
    {
        using var file = File.OpenRead(path);
        using var stream = Path.GetExtension(path) == Gzip ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > MostBytes)
            {
                throw new InvalidDataException($"it has more than {MostBytes} bytes, and no vocabulary has.");
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
