using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;
using MySpinBot.Server.Catalogs;

namespace MySpinBot.Server.Tests.Catalogs;

public sealed class The_catalog_is_remembered : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_worker_said_is_there_at_the_next_start_before_any_worker()
    {
        var told = Listed(SomeCatalogs.Of("blur", "sharpen"));
        var first = await Written(told);

        var second = await Open().WhenKnownAsync(TestContext.Current.CancellationToken);

        second.Etag.ShouldBe(first.Etag);
        second.Catalog.Entries.Select(entry => entry.ClassType).ShouldBe(["blur", "sharpen"]);
        second.Catalog.Find("blur")!.TypeId.ShouldBe(first.Catalog.Find("blur")!.TypeId);
        JsonSerializer.Serialize(second.Message, MessageJson.Options).ShouldBe(JsonSerializer.Serialize(told, MessageJson.Options));
    }

    [Fact]
    public async Task It_does_not_hold_once_a_file_changed_came_or_went()
    {
        await Written(Listed(SomeCatalogs.Of("blur")));
        var plugin = _folder.Sub("Some.dll");

        File.AppendAllText(plugin, "more");
        (await Remembered()).ShouldBeNull("It is longer.");

        await Written(Listed(SomeCatalogs.Of("blur")));
        File.SetLastWriteTimeUtc(plugin, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        (await Remembered()).ShouldBeNull("It was written at another time.");

        await Written(Listed(SomeCatalogs.Of("blur")));
        (await Remembered()).ShouldNotBeNull();
        File.WriteAllText(_folder.Sub("plugins.json"), "{}");
        (await Remembered()).ShouldBeNull("There was no list of plugins.");

        File.Delete(_folder.Sub("plugins.json"));
        File.Delete(plugin);
        (await Remembered()).ShouldBeNull("It is gone.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"program":"x","etag":"\"1\"","catalog":{"nodes":null,"plugins":[],"sources":[]}}""")]
    [InlineData("""{"program":"x","etag":"\"1\"","catalog":{"nodes":[{"descriptor":{"title":3}}],"plugins":[],"sources":[]}}""")]
    public async Task A_damaged_file_is_as_good_as_none(string text)
    {
        _folder.Write("data/catalog.json", text);

        (await Remembered()).ShouldBeNull();
    }

    [Fact]
    public async Task The_entity_tag_is_that_of_what_there_is_and_not_of_when_files_were_written()
    {
        var book = Open();
        book.Take(Listed(SomeCatalogs.Of("blur")));
        var first = book.Current!;
        File.SetLastWriteTimeUtc(_folder.Sub("Some.dll"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        book.Take(Listed(SomeCatalogs.Of("blur")));

        book.Current!.Etag.ShouldBe(first.Etag);
        book.Current!.Catalog.ShouldBeSameAs(first.Catalog);
        await book.Written;
        (await Remembered())!.Etag.ShouldBe(first.Etag);

        book.Take(Listed(SomeCatalogs.Of("blur", "sharpen")));
        book.Current!.Etag.ShouldNotBe(first.Etag);
        first.Etag.ShouldMatch("^\"[0-9a-f]{32}\"$");
        await book.Written;
    }

    [Fact]
    public async Task Whoever_asks_before_anything_is_known_waits_for_it()
    {
        var book = Open();
        var asked = book.WhenKnownAsync(TestContext.Current.CancellationToken);
        asked.IsCompleted.ShouldBeFalse();
        book.Current.ShouldBeNull();

        book.Take(SomeCatalogs.Of("blur"));

        (await asked).Catalog.Find("blur").ShouldNotBeNull();
        await book.Written;
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_costs_the_memory_and_nothing_else()
    {
        var reports = new List<string>();
        var book = new CatalogBook(Options() with { DataFolder = "/proc/nowhere", Report = reports.Add });

        book.Take(SomeCatalogs.Of("blur"));
        await book.Written;

        book.Current.ShouldNotBeNull();
        reports.ShouldHaveSingleItem().ShouldStartWith("The catalog of nodes could not be written to '/proc/nowhere' (");
    }

    [Fact]
    public void Only_nodes_with_checks_files_or_secrets_need_the_worker()
    {
        static CatalogNode With(string classType, params InputDescriptor[] inputs) => SomeCatalogs.Node(classType) with { Descriptor = new NodeDescriptor { ClassType = classType, Title = classType, Inputs = [.. inputs] } };
        CatalogMessage message = new(
            [
                With("plain", new InputDescriptor { Name = "text", Type = "STRING" }),
                With("file", new InputDescriptor { Name = "file", Type = "FILE" }),
                With("either", new InputDescriptor { Name = "file", Type = "IMAGE, FILE" }),
                With("secret", new InputDescriptor { Name = "key", Type = "STRING", IsSecret = true }),
                SomeCatalogs.Node("checked") with { HasChecks = true },
            ],
            [],
            []);

        var known = KnownCatalog.Of(message, "\"\"");

        message.Nodes.Select(node => node.Descriptor.ClassType).Where(known.NeedsWorker).ShouldBe(["file", "either", "secret", "checked"]);
        known.NeedsWorker("unheard of").ShouldBeFalse();
    }

    [Fact]
    public async Task Two_hundred_plugins_are_read_in_a_moment()
    {
        await Written(SomeCatalogs.Large(plugins: 200, nodes: 20));
        var size = new FileInfo(_folder.Sub("data", "catalog.json")).Length;
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            (await Open().WhenKnownAsync(TestContext.Current.CancellationToken)).Message.Nodes.Count.ShouldBe(4000);
            times.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{size / 1e6:0.0} MB: {string.Join(", ", times.Select(time => $"{time:0} ms"))} of processor time");
    }

    private async Task<KnownCatalog> Written(CatalogMessage told)
    {
        var book = Open();
        book.Take(told);
        await book.Written;
        return book.Current!;
    }

    private async Task<KnownCatalog?> Remembered()
    {
        var book = Open();
        await book.Written;
        return book.Current;
    }

    private CatalogBook Open() => new(Options());

    private ServerOptions Options() => new()
    {
        DataFolder = _folder.Sub("data"),
        InputFolder = _folder.Sub("input"),
        OutputFolder = _folder.Sub("output"),
        TempFolder = _folder.Sub("temp"),
        Worker = new WorkerLaunch("true", [], _folder.Sub("running.calls")),
    };

    // As if it had been read from a plugin that is there and a list of plugins that is not.
    private CatalogMessage Listed(CatalogMessage message)
    {
        var plugin = _folder.Sub("Some.dll");
        if (!File.Exists(plugin))
        {
            File.WriteAllText(plugin, "code");
        }

        var file = new FileInfo(plugin);
        return message with { Sources = [new CatalogSource(plugin, file.Length, file.LastWriteTimeUtc.Ticks), new CatalogSource(_folder.Sub("plugins.json"), -1, 0)] };
    }
}
