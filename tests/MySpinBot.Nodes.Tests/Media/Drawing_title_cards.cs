using MySpinBot.Imaging;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Drawing_title_cards : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("Hi")]
    [InlineData("A sentence of some length, such as one would put on a card, with a comma or two.")]
    [InlineData("Donaudampfschifffahrtsgesellschaftskapitän")]
    [InlineData("用一个图把文字变成视频，全部在你自己的电脑上完成。")]
    [InlineData("a < b & c > d")]
    public void Letters_stay_within_the_card(string text)
    {
        var card = TitleCardNode.Draw(text, _call, default, width: 640, height: 360, textColor: "#ffffff", topColor: "#000000", bottomColor: "#000000", accentColor: "#000000");

        var (bright, nearTheRim) = (0, 0);
        for (var i = 0; i < card.Pixels.Length; i += 3)
        {
            var (x, y) = (i / 3 % 640, i / 3 / 640);
            var isBright = card.Pixels[i] > 0.8f;
            bright += isBright ? 1 : 0;
            nearTheRim += isBright && (x < 40 || x > 600 || y < 40 || y > 320) ? 1 : 0;
        }

        bright.ShouldBeGreaterThan(500);
        nearTheRim.ShouldBe(0);
        Keep(card, text);
    }

    [Fact]
    public void The_same_card_is_drawn_again() => Draw("Again", 7).ShouldBe(Draw("Again", 7));

    [Fact]
    public void Another_seed_is_another_background() => Draw("Again", 8).ShouldNotBe(Draw("Again", 7));

    [Fact]
    public void A_text_without_letters_is_refused() => Should.Throw<NodeFailure>(() => Draw("  ", 1)).Message.ShouldContain("empty");

    [Fact]
    public void A_text_that_cannot_fit_is_refused()
        => Should.Throw<NodeFailure>(() => Draw(string.Join(' ', Enumerable.Repeat("many words", 1500)), 1)).Message.ShouldContain("does not fit on a card of 320×180 pixels");

    [Fact]
    public void A_colour_that_is_none_is_refused()
        => Should.Throw<NodeFailure>(() => TitleCardNode.Draw("x", _call, default, topColor: "reddish")).Message.ShouldContain("'reddish' is not a colour");

    private ContentId Draw(string text, long seed)
        => ContentId.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes(TitleCardNode.Draw(text, _call, default, width: 320, height: 180, seed: seed).Pixels));

    /// <summary>For people who want to look: the folder that MYSPINBOT_KEEP names gets the cards.</summary>
    private static void Keep(Image card, string text)
    {
        if (Environment.GetEnvironmentVariable("MYSPINBOT_KEEP") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, ContentId.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString()[..8] + ".png"), ImageCodec.Encode(card, new PngEncoding()));
        }
    }
}
