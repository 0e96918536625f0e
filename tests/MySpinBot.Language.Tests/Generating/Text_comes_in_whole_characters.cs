using System.Text;
using MySpinBot.Language.Tests.Making;

namespace MySpinBot.Language.Tests.Generating;

public sealed class Text_comes_in_whole_characters
{
    [Fact]
    public void A_character_comes_with_its_last_byte()
    {
        var assembly = new TextAssembly([]);

        assembly.Add([0xE4]).ShouldBe("");
        assembly.Add([0xBD]).ShouldBe("");
        assembly.Add([0xA0, 0x21]).ShouldBe("你!");
        assembly.Add("😀"u8[..3]).ShouldBe("");
        assembly.Add("😀"u8[3..]).ShouldBe("😀");
        assembly.End().ShouldBe("");
    }

    [Fact]
    public void Half_a_character_at_the_end_is_replaced()
    {
        var assembly = new TextAssembly([]);
        assembly.Add([0x61, 0xF0, 0x9F, 0x98]).ShouldBe("a");

        assembly.End().ShouldBe("\uFFFD");
    }

    [Fact]
    public void A_control_token_ends_what_was_begun()
    {
        var assembly = new TextAssembly(["<|im_end|>"]);
        assembly.Add([0xE4, 0xBD]).ShouldBe("");

        assembly.Pass("<|im_start|>"u8).ShouldBe("\uFFFD");
        assembly.HasStopped.ShouldBeFalse();
        assembly.Pass("<|im_end|>"u8).ShouldBe("");
        assembly.HasStopped.ShouldBeTrue();
        assembly.Add("more"u8).ShouldBe("");
    }

    // Whatever the bytes are and however they are cut: together it is what .NET makes of all of them.
    [Fact]
    public void Cuts_change_nothing()
    {
        byte[][] parts = ["a"u8.ToArray(), "é"u8.ToArray(), "你"u8.ToArray(), "😀"u8.ToArray(), [0x80], [0xC3], [0xE4, 0xBD], [0xF0, 0x9F, 0x98], [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]];
        var chance = new Chance(1, "cuts");
        for (var round = 0; round < 2000; round++)
        {
            var bytes = Enumerable.Range(0, 1 + chance.Below(8)).SelectMany(_ => parts[chance.Below(parts.Length)]).ToArray();
            var (assembly, text) = (new TextAssembly([]), new StringBuilder());
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(1 + chance.Below(4), bytes.Length - at);
                text.Append(assembly.Add(bytes.AsSpan(at, length)));
                at += length;
            }

            text.Append(assembly.End()).ToString().ShouldBe(Encoding.UTF8.GetString(bytes), Convert.ToHexString(bytes));
        }
    }
}
