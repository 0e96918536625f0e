using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Tests.Security;

public sealed class Who_may_come_in
{
    [Theory]
    [InlineData("localhost:8188", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("studio.localhost:8188", true)]
    [InlineData("127.0.0.1:8188", true)]
    [InlineData("[::1]:8188", true)]
    [InlineData("192.168.1.7:8188", true)]
    [InlineData("box.example:8188", true)]
    [InlineData("evil.example:8188", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("", false)]
    public void The_server_is_called_by_an_address_or_by_a_name_of_its_own(string host, bool passes)
        => new HostCheck(["box.example"]).Passes(new HostString(host)).ShouldBe(passes);

    [Theory]
    [InlineData("http://127.0.0.1:8188", true)]
    [InlineData("https://127.0.0.1:8188", true)]
    [InlineData("http://127.0.0.1:3000", false)]
    [InlineData("http://localhost:8188", false)]
    [InlineData("http://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("http://editor.example", true)]
    [InlineData("http://127.0.0.1:8188.evil.example", false)]
    public void Pages_of_other_origins_stay_outside_unless_they_were_let_in(string origin, bool passes)
        => new OriginCheck(["http://editor.example/"]).Passes(Request(("Origin", origin))).ShouldBe(passes);

    [Fact]
    public void Two_origins_at_once_are_none()
    {
        var request = Request();
        request.Headers.Origin = new(["http://127.0.0.1:8188", "http://evil.example"]);
        new OriginCheck([]).Passes(request).ShouldBeFalse();
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "image", false)]
    [InlineData("same-site", "cors", "empty", false)]
    [InlineData("cross-site", "navigate", "iframe", false)]
    [InlineData("cross-site", "navigate", "document", true)]
    [InlineData("same-origin", "cors", "empty", true)]
    [InlineData("none", "navigate", "document", true)]
    public void Of_requests_without_an_origin_what_the_browser_says_of_the_page_counts(string site, string mode, string destination, bool passes)
        => new OriginCheck([]).Passes(Request(("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination))).ShouldBe(passes);

    [Fact]
    public void A_link_that_somebody_followed_changes_nothing()
    {
        var request = Request(("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"));
        request.Method = "POST";
        new OriginCheck([]).Passes(request).ShouldBeFalse();
    }

    [Fact]
    public void Programs_that_are_no_browsers_say_nothing_and_pass() => new OriginCheck([]).Passes(Request()).ShouldBeTrue();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("localhost")]
    public void This_machine_needs_no_key(string address) => Listening.At(address, ApiKeys.None, null).ShouldNotBeNull();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.1.7")]
    public void Where_others_can_come_nobody_listens_without_keys(string address)
    {
        Should.Throw<ServerRefusal>(() => Listening.At(address, ApiKeys.None, "/data/keys")).Message.ShouldContain("myspinbot keys add");
        Listening.At(address, ApiKeys.Read($"anna {ApiKeys.Hash("x")}"), "/data/keys").ShouldNotBeNull();
    }

    [Fact]
    public void What_is_no_address_is_said() => Should.Throw<ServerRefusal>(() => Listening.At("everywhere", ApiKeys.None, null)).Message.ShouldContain("'everywhere'");

    private static HttpRequest Request(params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Scheme, request.Host) = ("GET", "http", new HostString("127.0.0.1:8188"));
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        return request;
    }
}
