namespace MySpinBot.Sdk.Tests.Surface;

public sealed class The_public_surface_of_the_Sdk_is_reviewed
{
    [Fact]
    public void It_is_what_the_text_says() => PublicSurface.Of(typeof(NodeAttribute).Assembly).ShouldBeApproved("sdk/MySpinBot.Sdk/PublicApi.txt");
}
