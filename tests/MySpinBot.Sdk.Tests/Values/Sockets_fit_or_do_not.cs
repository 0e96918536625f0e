namespace MySpinBot.Sdk.Tests.Values;

public sealed class Sockets_fit_or_do_not
{
    [Theory]
    [InlineData("IMAGE", "IMAGE", true)]
    [InlineData("IMAGE", "MASK", false)]
    [InlineData("IMAGE", "*", true)]
    [InlineData("*", "IMAGE", true)]
    [InlineData("INT", "FLOAT", true)]
    [InlineData("FLOAT", "INT", false)]
    [InlineData("INT,FLOAT", "FLOAT,STRING", true)]
    [InlineData("INT, STRING", "BOOLEAN, STRING", true)]
    [InlineData("IMAGE,MASK", "STRING,INT", false)]
    [InlineData("STRING", "COMBO", true)]
    [InlineData("COMBO", "STRING", true)]
    [InlineData("STRING", "FILE", true)]
    [InlineData("FILE", "STRING", false)]
    [InlineData("image", "IMAGE", false)]
    public void An_output_flows_into_an_input(string output, string input, bool fits) => SocketTypes.Fits(output, input).ShouldBe(fits);
}
