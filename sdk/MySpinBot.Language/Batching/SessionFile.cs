using System.Security.Cryptography;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Files of sessions: a digest of all that follows, what the state depends on, the tokens, the state. The library believes a state, so none gets there whose digest is wrong.</summary>
internal static class SessionFile
{
    private const int MostKey = 4096;
    private static readonly byte[] Mark = "MySpinBot session 1\n"u8.ToArray();

    /// <summary>Writes a file whole or not at all.</summary>
    public static async Task WriteAsync(string path, string key, int[] tokens, byte[] state, CancellationToken cancellation)
    {
        using var head = new MemoryStream();
        using (var writer = new BinaryWriter(head, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(key);
            writer.Write(tokens.Length);
            foreach (var token in tokens)
            {
                writer.Write(token);
            }

            writer.Write(state.Length);
        }

        var beside = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(Mark, cancellation);
                await file.WriteAsync(Digest(head.GetBuffer().AsSpan(0, (int)head.Length), state), cancellation);
                await file.WriteAsync(head.GetBuffer().AsMemory(0, (int)head.Length), cancellation);
                await file.WriteAsync(state, cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What its state has to depend on.</param>
    /// <param name="cells">The most tokens that fit.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NodeFailure">It is none, damaged, of another model or too long.</exception>
    public static async Task<(int[] Tokens, byte[] State)> ReadAsync(string path, string key, int cells, CancellationToken cancellation)
    {
        var name = Path.GetFileName(path);
        await using var file = Open(path, name);
        var begin = new byte[Mark.Length + SHA256.HashSizeInBytes];
        if (await file.ReadAtLeastAsync(begin, begin.Length, throwOnEndOfStream: false, cancellation) < begin.Length || !begin.AsSpan().StartsWith(Mark))
        {
            throw new NodeFailure($"'{name}' is no session of this version.");
        }

        if (file.Length - begin.Length > Array.MaxLength)
        {
            throw new NodeFailure($"'{name}' is too large for a session.");
        }

        var rest = new byte[file.Length - begin.Length];
        await file.ReadExactlyAsync(rest, cancellation);
        if (!SHA256.HashData(rest).AsSpan().SequenceEqual(begin.AsSpan(Mark.Length)))
        {
            throw new NodeFailure($"'{name}' is damaged: its bytes are not those that were written.");
        }

        return Parse(rest, name, key, cells);
    }

    private static FileStream Open(string path, string name)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new NodeFailure($"The session '{name}' cannot be read: {missing.Message}", missing);
        }
    }

    private static (int[] Tokens, byte[] State) Parse(byte[] bytes, string name, string key, int cells)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        try
        {
            var written = reader.ReadString();
            if (written.Length > MostKey || written != key)
            {
                throw new NodeFailure($"'{name}' was saved with another model, or with other options for its memory.");
            }

            var count = reader.ReadInt32();
            if (count < 1 || count > cells)
            {
                throw new NodeFailure($"'{name}' has {count} tokens and the model's context holds {cells}; load it with a larger one.");
            }

            var tokens = new int[count];
            for (var index = 0; index < count; index++)
            {
                tokens[index] = reader.ReadInt32();
            }

            var length = reader.ReadInt32();
            return length == bytes.Length - reader.BaseStream.Position ? (tokens, reader.ReadBytes(length)) : throw new NodeFailure($"'{name}' is damaged: its state is cut.");
        }
        catch (Exception damaged) when (damaged is EndOfStreamException or FormatException or DecoderFallbackException)
        {
            throw new NodeFailure($"'{name}' is damaged: {damaged.Message}", damaged);
        }
    }

    private static byte[] Digest(ReadOnlySpan<byte> head, ReadOnlySpan<byte> state)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(head);
        digest.AppendData(state);
        return digest.GetHashAndReset();
    }
}
