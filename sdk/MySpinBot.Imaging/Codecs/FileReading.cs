using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>A file's bytes, with a sentence where there are none.</summary>
internal static class FileReading
{
    internal static byte[] Read(string path, int maxBytes)
    {
        if (Directory.Exists(path))
        {
            throw new NodeFailure($"'{path}' is a folder; an image file is wanted.");
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return file.Length <= maxBytes
                ? ReadAll(file)
                : throw new NodeFailure($"The image '{Path.GetFileName(path)}' has {file.Length} bytes; at most {maxBytes} are read.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NodeFailure($"There is no image file '{path}'; check its name and folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new NodeFailure($"The image file '{path}' cannot be read: {e.Message}", e);
        }
    }

    private static byte[] ReadAll(FileStream file)
    {
        var bytes = new byte[file.Length];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
