using MySpinBot.Core.Results;
using MySpinBot.Runtime.Artifacts;

namespace MySpinBot.Runtime.Tests.Artifacts;

public sealed class Content_ids_of_streams
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ContentTree.ChunkSize - 1)]
    [InlineData(ContentTree.ChunkSize)]
    [InlineData(ContentTree.ChunkSize + 1)]
    [InlineData(3 * ContentTree.ChunkSize)]
    [InlineData((5 * ContentTree.ChunkSize) + 77)]
    public void Are_those_of_the_whole_however_it_is_cut(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i * 31 % 253);
        }

        using var hash = new ContentHash();
        foreach (var piece in new[] { 1 << 20, 300_007, 4096 })
        {
            for (var at = 0; at < length; at += piece)
            {
                hash.Append(bytes.AsSpan(at, Math.Min(piece, length - at)));
            }

            hash.Length.ShouldBe(length);
            hash.Finish().ShouldBe(TreeHash.Of(bytes));
        }
    }
}
