using System.Security.Cryptography;

namespace MySpinBot.Imaging.Tests;

/// <summary>Reference data that was cut or altered would make other tests lie.</summary>
[Trait("Category", "golden")]
public sealed class The_golden_data_is_whole
{
    [Fact]
    public void Every_file_of_the_list_is_there_with_its_hash()
    {
        var root = Path.GetDirectoryName(Golden.Folder("comfy-sampling"))!;
        var list = Path.Combine(root, "SHA256SUMS");
        if (!File.Exists(list) && Environment.GetEnvironmentVariable("MYSPINBOT_GOLDEN") is { Length: > 0 })
        {
            // Data from elsewhere may come without a list; then there is nothing to hold it against.
            return;
        }

        var wrong = new List<string>();
        var lines = File.ReadAllLines(list);
        foreach (var line in lines)
        {
            var (sum, name) = (line[..64], line[66..]);
            var path = Path.Combine(root, name);
            if (!File.Exists(path) || Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) != sum)
            {
                // The one file of others that the data may come with is left out of the project.
                if (!name.EndsWith("bpe_simple_vocab_16e6.txt.gz", StringComparison.Ordinal))
                {
                    wrong.Add(name);
                }
            }
        }

        lines.ShouldNotBeEmpty();
        wrong.ShouldBeEmpty();
    }
}
