using MySpinBot.Nodes.Basics.Templates;

namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Templates_are_filled
{
    [Theory]
    [InlineData("{a} and {b}", "7 and x")]
    [InlineData("{a:03d}|{a:>4}|{a:<4}|{a:^5}|{a:+d}|{a:*^5}", "007|   7|7   |  7  |+7|**7**")]
    [InlineData("{c:.2f}|{c:,.1f}|{c:e}|{c:.0%}|{c:.3g}", "1234.57|1,234.6|1.234567e+03|123457%|1.23e+03")]
    [InlineData("{a:x}|{a:b}|{a:08.3f}|{b:.1}|{b:>3}", "7|111|0007.000|x|  x")]
    [InlineData("{{{a}}}", "{7}")]
    [InlineData("{d}", "true")]
    public void Python_formats_are_understood(string format, string text) => FormatNodes.Format(format, 7L, "x", 1234.567, true).ShouldBe(text);

    [Fact]
    public void ComfyUIs_growing_inputs_are_known_by_their_short_names()
        => FormatNodes.Format("{a} {who}", values: Extra(("values.a", 1L), ("who", "me"))).ShouldBe("1 me");

    [Theory]
    [InlineData("{x}", "The format asks for 'x', and there is no such input; linked are a, b, c, d.")]
    [InlineData("{a", "The format has a '{' without its partner; write '{{' for the character itself.")]
    [InlineData("{b:d}", "The format 'd' does not fit: it is for a whole number, and the value is 'x'.")]
    [InlineData("{a:99999999}", "The format '99999999' does not fit: its width may be 10000 at most.")]
    public void A_bad_format_says_what_is_wrong(string format, string sentence)
        => Should.Throw<NodeFailure>(() => FormatNodes.Format(format, 7L, "x", 1.5, true)).Message.ShouldBe(sentence);

    [Fact]
    public void Places_are_filled_from_inputs_and_json()
    {
        var data = Json.Of("{'hero': {'name': 'Ada'}, 'scenes': [{'title': '开始'}], 'n': 3, 'nothing': null}");
        TemplateNodes.Fill("{{ hero.name }}, {{scenes[0].title}}, {{n}}, {{who}}, {{nothing|-}}", data, values: Extra(("who", "me"))).ShouldBe("Ada, 开始, 3, me, -");
    }

    [Fact]
    public void A_missing_name_fails_or_is_left_out_or_kept()
    {
        Should.Throw<NodeFailure>(() => TemplateNodes.Fill("{{x}}")).Message.ShouldBe("The template asks for 'x', and neither an input nor the JSON value has it; inputs are none.");
        TemplateNodes.Fill("<{{x}}>", missing: MissingName.Empty).ShouldBe("<>");
        TemplateNodes.Fill("<{{x}}>", missing: MissingName.Keep).ShouldBe("<{{x}}>");
    }

    private static ExtraInputs Extra(params (string Name, object? Value)[] values) => new(values.ToDictionary(value => value.Name, value => value.Value));
}
