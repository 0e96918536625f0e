using System.Net;
using MySpinBot.Server.Outbound;
using static MySpinBot.Server.Tests.Rest.RestServer;
using static MySpinBot.Server.Tests.Rest.Webhooks.Webhooks_are_called;

namespace MySpinBot.Server.Tests.Rest.Webhooks;

public sealed class Addresses_that_are_not_called
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::8.8.8.8", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.0.9", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::10.0.0.1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2001::1", false)]
    public void Are_those_that_are_not_everybodys(string address, bool isPublic) => PublicAddresses.Has(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/latest/meta-data")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://localhost:8188/api/v1/jobs")]
    [InlineData("http://x.localhost/")]
    public async Task Are_refused_at_once_where_they_stand_there(string url)
    {
        await using var server = await StartAsync();
        var refused = await JsonAsync(server.PostAsync("/api/v1/webhooks", $$"""{"url": "{{url}}"}"""), HttpStatusCode.UnprocessableEntity);
        refused.GetProperty("code").GetString().ShouldBe("webhook_refused");
        refused.GetProperty("problems")[0].GetProperty("field").GetString().ShouldBe("/url");
        (await JsonAsync(server.PostAsync("/api/v1/jobs", $$$"""{"graph": {{{Graph}}}, "webhook": {"url": "{{{url}}}"}}"""), HttpStatusCode.UnprocessableEntity))
            .GetProperty("problems")[0].GetProperty("field").GetString().ShouldBe("/webhook/url");
        (await JsonAsync(server.GetAsync("/api/v1/jobs"))).GetProperty("jobs").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Are_refused_when_a_name_leads_to_them()
    {
        await using var receiver = await Receiver.StartAsync();
        var url = new UriBuilder(receiver.Address) { Host = Dns.GetHostName() }.Uri;
        Dns.GetHostAddresses(url.Host).ShouldAllBe(address => !PublicAddresses.Has(address), "This machine's own name leads to a private address.");
        await using var server = await StartAsync(told: options => options with { Webhooks = new WebhookOptions { Attempts = 1 } });

        // What the name leads to is known only when it is called.
        var job = await server.SubmitAsync($$$"""{"graph": {{{Graph}}}, "webhook": {"url": "{{{url}}}"}}""");

        var call = (await UntilDeliveredAsync(server, $"job={job}", 1, "given_up"))[0];
        call.GetProperty("tries")[0].GetProperty("sentence").GetString()!.ShouldContain("private network");
        receiver.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.com/")]
    [InlineData("example.com")]
    [InlineData("http://user:secret@example.com/")]
    [InlineData("https://example.com/#there")]
    [InlineData("http://")]
    [InlineData("http://a\u200db\u0301..c/")]
    [InlineData("")]
    public async Task Are_no_addresses_of_the_web(string url)
    {
        await using var server = await StartAsync();
        (await JsonAsync(server.PostAsync("/api/v1/webhooks", $$"""{"url": "{{url}}"}"""), HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("bad_fields");
    }

    [Fact]
    public async Task And_names_that_nobody_has_are_told_as_such()
    {
        await using var server = await StartAsync(told: options => options with { Webhooks = new WebhookOptions { Attempts = 1 } });
        var job = await server.SubmitAsync($$$"""{"graph": {{{Graph}}}, "webhook": {"url": "https://nowhere.invalid/"}}""");
        (await UntilDeliveredAsync(server, $"job={job}", 1, "given_up"))[0].GetProperty("tries")[0].GetProperty("sentence").GetString()!.ShouldStartWith("It could not be called: ");
        server.Reports.ShouldAllBe(report => !report.Contains("mistake"));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.9.8.7", 80, true)]
    [InlineData("10.0.0.0/8", "11.9.8.7", 80, false)]
    [InlineData("127.0.0.1:9000", "127.0.0.1", 9000, true)]
    [InlineData("127.0.0.1:9000", "127.0.0.1", 9001, false)]
    [InlineData("::1", "::1", 80, true)]
    [InlineData("[::1]:9000", "::1", 9000, true)]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", 80, true)]
    public void Unless_they_are_allowed(string allowed, string address, int port, bool may) => new AllowedHosts([allowed]).HasAddress(IPAddress.Parse(address), port).ShouldBe(may);

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("http://x/")]
    [InlineData("a b")]
    [InlineData("")]
    public void And_what_is_no_host_is_refused_when_the_server_starts(string host) => Should.Throw<ServerRefusal>(() => new AllowedHosts([host])).Message.ShouldContain("no host");
}
