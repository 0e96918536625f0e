using System.Text;
using MySpinBot.Language.Tests.Making;

namespace MySpinBot.Language.Tests.Generating;

public sealed class Text_ends_where_it_has_to_stop
{
    [Fact]
    public void What_may_begin_it_is_held_back_and_told_when_it_did_not()
    {
        var assembly = new TextAssembly(["</answer>"]);

        assembly.Add("done </ans"u8).ShouldBe("done ");
        assembly.Add("</answe"u8).ShouldBe("</ans");
        assembly.Add("d"u8).ShouldBe("</answed");
        assembly.End().ShouldBe("");
        assembly.HasStopped.ShouldBeFalse();
    }

    [Fact]
    public void It_may_lie_across_tokens_and_is_not_told()
    {
        var assembly = new TextAssembly(["\n\nUser:"]);

        assembly.Add("Hello\n"u8).ShouldBe("Hello");
        assembly.Add("\nUs"u8).ShouldBe("");
        assembly.Add("er: and more"u8).ShouldBe("");
        assembly.HasStopped.ShouldBeTrue();
        assembly.End().ShouldBe("");
    }

    [Fact]
    public void What_was_held_back_is_told_at_the_end()
    {
        var assembly = new TextAssembly(["stop"]);

        assembly.Add("never sto"u8).ShouldBe("never ");
        assembly.End().ShouldBe("sto");
    }

    [Fact]
    public void A_text_to_stop_at_may_have_characters_of_several_bytes()
    {
        var assembly = new TextAssembly(["。完"]);

        assembly.Add("好。"u8).ShouldBe("好");
        assembly.Add("完"u8[..1]).ShouldBe("");
        assembly.Add("完"u8[1..]).ShouldBe("");
        assembly.HasStopped.ShouldBeTrue();
    }

    [Fact]
    public void Empty_texts_stop_nothing()
    {
        var assembly = new TextAssembly(["", "\uDE00"]);

        assembly.Add("on and on"u8).ShouldBe("on and on");
        assembly.HasStopped.ShouldBeFalse();
    }

    // Against the plain rule: of all places where one of the texts ends, the first.
    [Fact]
    public void However_it_is_cut_it_ends_at_the_first_end_of_any()
    {
        var chance = new Chance(7, "stops");
        for (var round = 0; round < 3000; round++)
        {
            var stops = Enumerable.Range(0, 1 + chance.Below(3)).Select(_ => Letters(ref chance, 1 + chance.Below(4))).ToArray();
            var written = Letters(ref chance, chance.Below(12));
            var (assembly, text) = (new TextAssembly(stops), new StringBuilder());
            for (var at = 0; at < written.Length && !assembly.HasStopped;)
            {
                var length = Math.Min(1 + chance.Below(3), written.Length - at);
                text.Append(assembly.Add(Encoding.UTF8.GetBytes(written.Substring(at, length))));
                at += length;
            }

            text.Append(assembly.End());
            text.ToString().ShouldBe(Expected(written, stops), $"'{written}' to {string.Join(", ", stops)}");
        }
    }

    private static string Expected(string written, string[] stops)
    {
        for (var end = 1; end <= written.Length; end++)
        {
            var longest = stops.Where(stop => written[..end].EndsWith(stop, StringComparison.Ordinal)).Select(stop => stop.Length).DefaultIfEmpty().Max();
            if (longest > 0)
            {
                return written[..(end - longest)];
            }
        }

        return written;
    }

    private static string Letters(ref Chance chance, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append("abé"[chance.Below(3)]);
        }

        return text.ToString();
    }
}
