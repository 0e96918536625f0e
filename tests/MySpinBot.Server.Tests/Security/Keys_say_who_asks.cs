using System.Net;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Tests.Security;

public sealed class Keys_say_who_asks : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _key = ApiKeys.NewKey();
    private readonly List<string> _reports = [];

    private string KeysFile => Path.Join(_folder.Path, "keys");

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "bearer {0}")]
    [InlineData("X-API-Key", "{0}")]
    public void A_key_is_its_owner(string header, string form) => OwnerOf("10.0.0.5", (header, string.Format(null, form, _key))).ShouldBe("anna");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void This_machine_without_a_key_is_local(string remote) => OwnerOf(remote).ShouldBe(Owners.Local);

    [Fact]
    public void Another_machine_without_a_key_is_nobody() => Should.Throw<ServerRefusal>(() => OwnerOf("10.0.0.5")).Kind.ShouldBe(RefusalKind.Unknown);

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    [InlineData("X-Forwarded-Host")]
    [InlineData("Via")]
    public void What_a_proxy_on_this_machine_forwards_is_not_of_this_machine(string header)
        => Should.Throw<ServerRefusal>(() => OwnerOf("127.0.0.1", (header, "for=10.0.0.5"))).Kind.ShouldBe(RefusalKind.Unknown);

    [Fact]
    public void A_wrong_key_is_not_made_right_by_coming_from_this_machine()
        => Should.Throw<ServerRefusal>(() => OwnerOf("127.0.0.1", ("X-API-Key", ApiKeys.NewKey()))).Kind.ShouldBe(RefusalKind.Unknown);

    [Fact]
    public void A_key_in_the_address_counts_only_where_browsers_cannot_send_headers()
    {
        var ring = Ring();
        OwnerAt(ring, "/hub", $"?access_token={_key}").ShouldBe("anna");
        OwnerAt(ring, "/ws", $"?access_token={_key}").ShouldBe("anna");
        Should.Throw<ServerRefusal>(() => OwnerAt(ring, "/api/v1/jobs", $"?access_token={_key}"));
    }

    [Fact]
    public void A_key_that_is_taken_away_counts_no_more_and_no_restart_is_needed()
    {
        var time = new SettableTime();
        var ring = Ring(time);
        ring.Keys.OwnerOf(_key).ShouldBe("anna");
        File.WriteAllText(KeysFile, "# nobody\n");
        time.Advance(TimeSpan.FromSeconds(2));
        ring.Keys.OwnerOf(_key).ShouldBeNull();
    }

    [Fact]
    public void A_file_that_is_broken_later_leaves_the_keys_of_before()
    {
        var time = new SettableTime();
        var ring = Ring(time);
        File.WriteAllText(KeysFile, "anna without a hash\n");
        time.Advance(TimeSpan.FromSeconds(2));
        ring.Keys.OwnerOf(_key).ShouldBe("anna");
        _reports.ShouldHaveSingleItem().ShouldContain("Line 1");
    }

    [Theory]
    [InlineData("Anna Karenina")]
    [InlineData("anna 1234")]
    [InlineData("local 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("../anna 0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_file_that_is_no_file_of_keys_is_refused_at_the_start(string line)
    {
        File.WriteAllText(KeysFile, $"# keys\n{line}\n");
        Should.Throw<ServerRefusal>(() => new KeyRing(KeysFile, TimeProvider.System, _reports.Add)).Message.ShouldContain("Line 2");
    }

    [Fact]
    public void The_file_tells_nobody_a_key() => ApiKeys.Hash(_key).ShouldNotContain(_key[4..]);

    public void Dispose() => _folder.Dispose();

    private KeyRing Ring(TimeProvider? time = null)
    {
        File.WriteAllText(KeysFile, $"# keys\nanna {ApiKeys.Hash(_key)}\n");
        return new KeyRing(KeysFile, time ?? TimeProvider.System, _reports.Add);
    }

    private string OwnerOf(string remote, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        return new Identification(Ring()).OwnerOf(context);
    }

    private static string OwnerAt(KeyRing ring, string path, string query)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.5");
        (context.Request.Path, context.Request.QueryString) = (path, new QueryString(query));
        return new Identification(ring).OwnerOf(context);
    }

    /// <summary>A clock that goes when it is told to.</summary>
    private sealed class SettableTime : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
