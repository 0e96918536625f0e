using MySpinBot.Sdk;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Uploading;

/// <summary>What somebody says of a file before he sends it.</summary>
/// <param name="Name">What it is to be called: a plain name, checked.</param>
/// <param name="Subfolder">Where it is to be within the input folder: checked.</param>
/// <param name="Taken">What happens where the name is taken.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Sha256">Its SHA-256 in small hexadecimal digits, where he knows it.</param>
/// <param name="Content">Its content id, where he knows it.</param>
internal sealed record UploadWish(string Name, string Subfolder, NameTaken Taken, long Length, string? Sha256, ContentId? Content)
{
    /// <summary>Checks a subfolder.</summary>
    /// <exception cref="ServerRefusal">It will not do.</exception>
    public static string PlainSubfolder(string? subfolder)
    {
        var parts = PathNames.Parts(subfolder, RefusalKind.Wrong, "The subfolder");
        PathNames.CheckForWriting(parts, "The subfolder");
        return string.Join('/', parts);
    }
}

/// <summary>What the bytes of one request must be, in the manner of tus.</summary>
/// <param name="Algorithm">Its name.</param>
/// <param name="Hash">Of the bytes.</param>
internal sealed record UploadChecksum(System.Security.Cryptography.HashAlgorithmName Algorithm, byte[] Hash);
