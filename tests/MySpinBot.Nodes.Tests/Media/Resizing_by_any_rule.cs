using MySpinBot.Nodes.Media;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Resizing_by_any_rule
{
    [Theory]
    [InlineData("scale dimensions", "width=30,height=20", 30, 20)]
    [InlineData("scale dimensions", "width=0,height=9", 15, 9)]
    [InlineData("scale dimensions", "width=0,height=0", 50, 30)]
    [InlineData("scale by multiplier", "multiplier=0.25", 12, 8)]
    [InlineData("scale longer dimension", "longer_size=100", 100, 60)]
    [InlineData("scale shorter dimension", "shorter_size=100", 167, 100)]
    [InlineData("scale width", "width=25", 25, 15)]
    [InlineData("scale height", "height=60", 100, 60)]
    [InlineData("scale total pixels", "megapixels=0.01", 132, 79)]
    [InlineData("scale total pixels", "megapixels=0.01,multiple=32", 128, 64)]
    [InlineData("scale to multiple", "multiple=16", 48, 16)]
    [InlineData("scale to multiple", "", 48, 24)]
    [InlineData("scale to multiple", "multiple=64", 50, 30)]
    public async Task The_new_size_follows_from_the_rule(string rule, string settings, int width, int height)
    {
        await using var nodes = NodeRunner.For(typeof(ResizeImageMaskNode).Assembly);
        var inputs = Settings(settings);
        (inputs["input"], inputs["resize_type"]) = (Samples.Flat(50, 30, 1, 0, 0), rule);

        var resized = (await nodes.RunAsync("ResizeImageMaskNode", inputs, TestContext.Current.CancellationToken)).Output<Image>();

        (resized.Width, resized.Height).ShouldBe((width, height));
    }

    [Fact]
    public void A_mask_stays_a_mask_and_may_match_a_picture()
    {
        var mask = Mask.Own(2, 2, 2, [0, 1, 0, 1, 1, 1, 1, 1]);

        var resized = ResizeImageMaskNode.Resize(mask, default, "match size", "nearest-exact", match: Samples.Flat(4, 2, 1, 1, 1), crop: "disabled").ShouldBeOfType<Mask>();

        (resized.Batch, resized.Width, resized.Height).ShouldBe((2, 4, 2));
        resized.Values.ToArray().ShouldBe([0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    }

    [Fact]
    public void A_size_to_match_must_be_linked()
        => Should.Throw<NodeFailure>(() => ResizeImageMaskNode.Resize(Samples.Flat(4, 2, 1, 1, 1), default, "match size")).Input.ShouldBe("resize_type.match");

    private static Dictionary<string, object?> Settings(string text)
        => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('=')).ToDictionary(
            parts => "resize_type." + parts[0],
            parts => long.TryParse(parts[1], out var whole) ? whole : (object?)double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
}
