using MySpinBot.Server.Outbound;
using MySpinBot.Server.Weights.Pulling;

namespace MySpinBot.Server.Tests.Weights;

public sealed class Pulls_come_to_their_end : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task A_file_comes_whole_and_its_digest_is_remembered()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(1_000_000));

        var pulled = await _library.Pull(publisher.Url);

        (pulled.Sha256, pulled.Bytes, pulled.WasThere, pulled.IsPublished).ShouldBe((publisher.Sha256, 1_000_000, false, false));
        (await File.ReadAllBytesAsync(_library.PathOf("classifiers", "weights.bin"), TestContext.Current.CancellationToken)).ShouldBe(publisher.File);
        _library.Left().ShouldBeEmpty();
        _library.Told.Last(told => told.Phase == "downloading").ShouldBe(new PullProgress("downloading", 1_000_000, 1_000_000));
        var store = _library.Store;
        store.PinOf(store.Find("classifiers", "weights.bin")!)!.Sha256.ShouldBe(publisher.Sha256);
        (await _library.Pull(publisher.Url)).WasThere.ShouldBeTrue();
        publisher.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_is_broken_off_again_and_again_goes_on_where_it_ended()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(1_000_000));
        publisher.BreaksAfter = number => number < 10 ? 100_000 : null;

        var pulled = await _library.Pull(publisher.Url);

        pulled.Sha256.ShouldBe(publisher.Sha256);
        publisher.Requests[0].ShouldBe(new Publisher.Asked("/weights.bin", 0, null, null));
        publisher.Requests.Skip(1).ShouldAllBe(asked => asked.From > 0 && asked.IfRange == "\"one\"");
        publisher.Requests.Select(asked => asked.From).ShouldBeInOrder();
        _library.Told.ShouldContain(told => told.Phase == "waiting" && told.Note!.Contains("it is tried again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_begins_anew_where_no_ranges_are_known()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(300_000));
        (publisher.KnowsRanges, publisher.BreaksAfter) = (false, number => number < 3 ? 100_000 : null);

        (await _library.Pull(publisher.Url)).Sha256.ShouldBe(publisher.Sha256);
    }

    [Fact]
    public async Task It_begins_anew_where_the_file_has_changed_meanwhile()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(300_000));
        publisher.BreaksAfter = number =>
        {
            if (number != 1)
            {
                return null;
            }

            return 100_000;
        };
        publisher.Status = number =>
        {
            if (number == 2)
            {
                (publisher.File, publisher.Tag) = (Publisher.Bytes(300_000, seed: 2), "\"two\"");
                return 503;
            }

            return 0;
        };

        (await _library.Pull(publisher.Url)).Sha256.ShouldBe(publisher.Sha256);
        publisher.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_length_that_is_not_said_is_no_hindrance()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(300_000));
        publisher.SaysNoLength = true;

        (await _library.Pull(publisher.Url)).Bytes.ShouldBe(300_000);
        _library.Told.ShouldAllBe(told => told.Total == null || told.Phase == "checking");
    }

    [Fact]
    public async Task Who_says_nothing_for_long_is_asked_again()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(300_000));
        (publisher.Hangs, publisher.BreaksAfter) = (true, number => number == 1 ? 100_000 : null);
        _library.Patience = _library.Patience with { Stall = TimeSpan.FromSeconds(1) };

        (await _library.Pull(publisher.Url)).Sha256.ShouldBe(publisher.Sha256);
        publisher.Requests.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Who_never_gives_it_is_left_and_what_came_is_kept_for_another_process()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(300_000));
        publisher.BreaksAfter = number => number == 1 ? 100_000 : null;
        publisher.Status = number => number == 1 ? 0 : number < 10 ? 503 : 0;

        var refusal = await _library.Refusal(() => _library.Pull(publisher.Url));
        refusal.Code.ShouldBe("unreachable");
        refusal.Message.ShouldContain("answers 503");
        refusal.Message.ShouldContain("after 5 tries");
        File.Exists(_library.PathOf("classifiers", "weights.bin")).ShouldBeFalse();
        publisher.Status = _ => 0;

        (await _library.Pull(publisher.Url)).Sha256.ShouldBe(publisher.Sha256);
        publisher.Requests[^1].From.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_second_address_is_asked_where_the_first_has_it_not()
    {
        await using var gone = await Publisher.Of([]);
        gone.Status = _ => 404;
        await using var mirror = await Publisher.Of(Publisher.Bytes(100_000));
        _library.Manifest = Manifest($"[{gone.Url}, {mirror.Url}]", mirror.Sha256, 100_000);

        (await _library.Pull(new PullWish { Name = "toy", AcceptsLicence = true })).IsPublished.ShouldBeTrue();
        (gone.Requests.Count, mirror.Requests.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_token_goes_to_its_host_and_to_no_other()
    {
        await using var elsewhere = await Publisher.Of(Publisher.Bytes(100_000));
        await using var publisher = await Publisher.Of([]);
        publisher.LeadsTo = elsewhere.Url;
        _library.Manifest = Manifest($"[{publisher.Url}]", elsewhere.Sha256, 100_000) + "    gated: true\n    token: TOY_TOKEN\n";

        (await _library.Refusal(() => _library.Pull(new PullWish { Name = "toy", AcceptsLicence = true }))).Code.ShouldBe("no_token");
        _library.Secrets["TOY_TOKEN"] = "secret";
        await _library.Pull(new PullWish { Name = "toy" });

        publisher.Requests.ShouldHaveSingleItem().Token.ShouldBe("Bearer secret");
        elsewhere.Requests.ShouldHaveSingleItem().Token.ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_is_led_into_a_private_network()
    {
        await using var secret = await Publisher.Of(Publisher.Bytes(1_000));
        await using var publisher = await Publisher.Of([]);
        publisher.LeadsTo = secret.Url;
        _library.Outbound = OutboundRules.Allowing([publisher.Host]);

        var refusal = await _library.Refusal(() => _library.Pull(publisher.Url));

        refusal.Code.ShouldBe("private_address");
        secret.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/x.bin")]
    [InlineData("http://localhost/x.bin")]
    [InlineData("http://[::1]/x.bin")]
    [InlineData("http://169.254.169.254/x.bin")]
    [InlineData("http://[::ffff:10.0.0.1]/x.bin")]
    public async Task Private_addresses_are_refused_at_once(string url)
    {
        _library.Outbound = OutboundRules.Strict;
        (await _library.Refusal(() => _library.Pull(new Uri(url)))).Code.ShouldBe("private_address");
    }

    [Fact]
    public async Task A_cancelled_pull_keeps_what_came()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(300_000));
        (publisher.Hangs, publisher.BreaksAfter) = (true, number => number == 1 ? 100_000 : null);
        using var stop = new CancellationTokenSource();
        var store = _library.Store;
        var pull = store.PullAsync(
            store.Plan(new PullWish { Url = publisher.Url.ToString(), Kind = "classifiers" }),
            told =>
            {
                if (told.Done >= 100_000)
                {
                    stop.Cancel();
                }
            },
            stop.Token);
        await Should.ThrowAsync<OperationCanceledException>(pull);

        (await _library.Pull(publisher.Url)).Sha256.ShouldBe(publisher.Sha256);
        publisher.Requests[^1].From.ShouldBe(100_000);
    }

    [Fact]
    public async Task Parts_that_nobody_went_on_with_for_a_month_are_removed()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(1_000));
        var old = _library.Put("classifiers", ".incoming/old.part", [1]);
        var young = _library.Put("classifiers", ".incoming/young.part", [1]);
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-31));

        await _library.Pull(publisher.Url);

        _library.Left().ShouldBe([young]);
    }

    [Fact]
    public async Task Two_processes_do_not_pull_one_file()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(300_000));
        (publisher.Hangs, publisher.BreaksAfter) = (true, number => number == 1 ? 100_000 : null);
        var first = _library.Pull(publisher.Url);
        await Workers.Eventually.Is(() => publisher.Requests.Count > 0, () => "Nobody asked.");

        (await _library.Refusal(() => _library.Pull(publisher.Url))).Code.ShouldBe("being_pulled");
        publisher.Gate.SetResult();
        (await first).Sha256.ShouldBe(publisher.Sha256);
    }

    [Fact]
    public async Task A_full_disk_is_said_and_what_came_is_gone_on_with_when_there_is_room()
    {
        using var disk = SmallDisk.OrSkip(600);
        _library.Models = disk.Path;
        await using var publisher = await Publisher.Of(Publisher.Bytes(1_000_000));
        publisher.SaysNoLength = true;

        (await _library.Refusal(() => _library.Pull(publisher.Url))).Kind.ShouldBe(RefusalKind.DiskFull);
        File.Exists(_library.PathOf("classifiers", "weights.bin")).ShouldBeFalse();
    }

    internal static string Manifest(string urls, string? sha256, long? bytes)
        => $"version: 1\nmodels:\n  - name: toy\n    kind: classifiers\n    file: toy.bin\n    urls: {urls}\n    licence: {{ name: MIT, url: https://example.org/mit }}\n"
            + (sha256 is null ? "" : $"    sha256: {sha256}\n") + (bytes is null ? "" : $"    bytes: {bytes}\n");
}
