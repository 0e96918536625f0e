using System.Security.Cryptography;
using System.Text;

namespace MySpinBot.Sdk.Tests.Values;

public sealed class Content_ids_name_bytes
{
    // FIPS 180-4's example: the SHA-256 of "abc".
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void An_id_is_the_hash_of_the_bytes() => ContentId.Of("abc"u8).ToString().ShouldBe(OfAbc);

    [Fact]
    public void An_id_is_read_as_it_was_written()
    {
        ContentId.TryParse(OfAbc, out var id).ShouldBeTrue();
        id.ShouldBe(ContentId.Of("abc"u8));
        ContentId.TryParse(OfAbc.ToUpperInvariant(), out var upper).ShouldBeTrue();
        upper.ShouldBe(id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ba78")]
    [InlineData("za7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0")]
    public void Anything_else_is_no_id(string? text) => ContentId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Ids_are_ordered_by_their_bytes_as_their_texts_are()
    {
        var ids = Enumerable.Range(0, 100).Select(number => ContentId.Of(Encoding.UTF8.GetBytes($"{number}"))).ToArray();

        ids.Order().Select(id => id.ToString()).ShouldBe(ids.Select(id => id.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_bytes_come_back()
    {
        var hash = SHA256.HashData("abc"u8);
        var copy = new byte[ContentId.Size];
        new ContentId(hash).CopyTo(copy);

        copy.ShouldBe(hash);
    }

    [Fact]
    public void No_bytes_but_thirty_two_make_one()
        => Should.Throw<ArgumentException>(() => new ContentId(new byte[31])).Message.ShouldStartWith("A content id has 32 bytes, not 31.");

    [Fact]
    public void Only_the_default_is_none()
    {
        default(ContentId).IsNone.ShouldBeTrue();
        ContentId.Of([]).IsNone.ShouldBeFalse();
    }
}
