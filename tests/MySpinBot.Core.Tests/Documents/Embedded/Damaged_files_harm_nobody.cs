using MySpinBot.Core.Documents.Embedded;

namespace MySpinBot.Core.Tests.Documents.Embedded;

/// <summary>Whatever stands in a file, looking for a graph in it ends, takes what it may, and throws nothing.</summary>
public sealed class Damaged_files_harm_nobody
{
    private static readonly EmbeddedLimits Tight = new(MaxTextBytes: 1 << 20, MaxWorkBytes: 8 << 20, MaxPieces: 100_000);

    public static TheoryData<string> Kinds => [.. SomeMedia.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cut_anywhere(string kind)
    {
        var file = SomeMedia.All[kind];
        var step = Math.Max(1, file.Length / 300);
        for (var length = 0; length < file.Length; length += step)
        {
            Look(file[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void With_any_bit_turned(string kind)
    {
        var file = SomeMedia.All[kind].ToArray();
        var step = Math.Max(1, file.Length / 300);
        for (var i = 0; i < file.Length; i += step)
        {
            for (var bit = 1; bit < 256; bit <<= 1)
            {
                file[i] ^= (byte)bit;
                Look(file);
                file[i] ^= (byte)bit;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void With_bytes_put_in_taken_out_and_set_to_extremes(string kind)
    {
        var chance = new Random(20_260);
        for (var round = 0; round < 400; round++)
        {
            var file = SomeMedia.All[kind].ToList();
            for (var changes = chance.Next(1, 6); changes > 0 && file.Count > 8; changes--)
            {
                var at = chance.Next(file.Count - 4);
                switch (chance.Next(4))
                {
                    case 0:
                        file.RemoveRange(at, chance.Next(1, 5));
                        break;
                    case 1:
                        file.InsertRange(at, new byte[chance.Next(1, 5)]);
                        break;
                    case 2:
                        (file[at], file[at + 1], file[at + 2], file[at + 3]) = (0xFF, 0xFF, 0xFF, 0xFF);
                        break;
                    default:
                        (file[at], file[at + 1], file[at + 2], file[at + 3]) = (0x7F, 0xFF, 0xFF, (byte)chance.Next(256));
                        break;
                }
            }

            Look([.. file]);
        }
    }

    private static void Look(byte[] file)
    {
        var found = EmbeddedGraph.Read(new MemoryStream(file, writable: false), Tight, TestContext.Current.CancellationToken);
        if (found is not null)
        {
            ((found.Workflow?.Length ?? 0) + (found.Prompt?.Length ?? 0)).ShouldBeLessThanOrEqualTo(3 * file.Length + 64);
            string.Concat(found.Damages).Any(char.IsControl).ShouldBeFalse();
        }
    }
}
