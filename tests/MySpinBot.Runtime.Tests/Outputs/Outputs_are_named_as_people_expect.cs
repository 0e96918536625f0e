using MySpinBot.Runtime.Outputs;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Outputs;

public sealed class Outputs_are_named_as_people_expect : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ResultCache _cache;
    private readonly OutputFolder _outputs;
    private readonly List<SavedFile> _saved = [];

    public Outputs_are_named_as_people_expect()
    {
        _cache = ResultCache.Open(null, 1 << 20, TimeProvider.System, report => Assert.Fail(report));
        _outputs = NewRun();
    }

    public async ValueTask DisposeAsync()
    {
        await _cache.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Numbers_rise_and_go_on_where_the_folder_ends()
    {
        _folder.Write("out/cat_00041_.png", "");
        _folder.Write("out/cat_x_00099_.png", "");
        (await Save("cat")).Name.ShouldBe("cat_00042_.png");
        (await Save("cat")).Name.ShouldBe("cat_00043_.png");
        (await Save("dog")).Name.ShouldBe("dog_00001_.png");
        (await Save("pets/dog")).ShouldSatisfyAllConditions(file => file.Subfolder.ShouldBe("pets"), file => file.Name.ShouldBe("dog_00001_.png"));
        NewRun().ForNode("m", _ => { }).Number("cat", ".png").Name.ShouldBe("cat_00044_.png");
        _saved.Count.ShouldBe(4);
        Directory.EnumerateFiles(_folder.Sub("out"), ".cat*part*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public void The_date_is_filled_in() => _outputs.ForNode("n", _ => { }).Number("%year%/%month%-%day%_%hour%%minute%%second%_x", ".png").Name.ShouldBe("2026/03-04_050607_x_00001_.png");

    [Theory]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("/etc/a")]
    [InlineData("C:/a")]
    [InlineData("..\\a")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("folder/")]
    [InlineData("door/a")]
    public void A_name_that_leads_out_is_refused(string name)
    {
        Directory.CreateDirectory(_folder.Sub("elsewhere"));
        Directory.CreateDirectory(_folder.Sub("out"));
        Directory.CreateSymbolicLink(_folder.Sub("out", "door"), _folder.Sub("elsewhere"));
        Should.Throw<NodeFailure>(() => _outputs.ForNode("n", _ => { }).Exactly(name)).Message.ShouldContain(name);
        Should.Throw<NodeFailure>(() => _outputs.ForNode("n", _ => { }).Number(name, ".png")).Message.ShouldContain(name);
        Directory.EnumerateFileSystemEntries(_folder.Sub("elsewhere")).ShouldBeEmpty();
    }

    [Fact]
    public void Characters_that_disks_refuse_are_replaced_and_names_that_are_too_long_are_refused()
    {
        var node = _outputs.ForNode("n", _ => { });
        node.Exactly("a:b*c\n.png").Name.ShouldBe("a_b_c_.png");
        node.Exactly(".hidden").Name.ShouldBe("_hidden");
        Should.Throw<NodeFailure>(() => node.Number(new string('x', 300), ".png")).Message.ShouldContain("too long");
        Should.Throw<NodeFailure>(() => node.Number("a", "../png")).Message.ShouldContain("extension");
    }

    [Fact]
    public async Task Two_nodes_may_not_have_one_name()
    {
        await SaveExactly("first", "film.mp4", "one");
        var failure = Should.Throw<NodeFailure>(() => _outputs.ForNode("second", _ => { }).Exactly("film.mp4"));
        failure.Message.ShouldContain("'first'");
        await SaveExactly("first", "film.mp4", "two");
        File.ReadAllText(_folder.Sub("out", "film.mp4")).ShouldBe("two");
    }

    [Fact]
    public async Task Nothing_is_seen_under_its_name_before_it_is_complete_and_nothing_is_left_of_what_was_not()
    {
        File.Exists(_folder.Write("out/film.mp4", "old")).ShouldBeTrue();
        using (var file = _outputs.ForNode("n", _ => { }).Exactly("film.mp4"))
        {
            Path.GetExtension(file.TemporaryPath).ShouldBe(".mp4");
            Path.GetDirectoryName(file.TemporaryPath).ShouldBe(_folder.Sub("out"));
            await File.WriteAllTextAsync(file.TemporaryPath, "half");
            File.ReadAllText(_folder.Sub("out", "film.mp4")).ShouldBe("old");
        }

        Directory.EnumerateFiles(_folder.Sub("out")).ShouldHaveSingleItem().ShouldBe(_folder.Sub("out", "film.mp4"));
        using var unwritten = _outputs.ForNode("n", _ => { }).Number("a", ".png");
        (await Should.ThrowAsync<NodeFailure>(async () => await unwritten.CompleteAsync("image/png", default))).Message.ShouldContain("Nothing was written");
    }

    [Fact]
    public async Task A_file_is_put_back_where_it_is_missing_and_an_exact_one_also_where_it_differs()
    {
        var numbered = await Save("cat");
        var exact = await SaveExactly("n", "sub/film.mp4", "film");
        var (numberedPath, exactPath) = (_folder.Sub("out", "cat_00001_.png"), _folder.Sub("out", "sub", "film.mp4"));
        Directory.Delete(_folder.Sub("out"), recursive: true);
        var run = NewRun();
        (await run.RestoreAsync("n", numbered, default)).ShouldBe(Restoration.PutBack);
        (await run.RestoreAsync("n", exact, default)).ShouldBe(Restoration.PutBack);
        (File.ReadAllText(numberedPath), File.ReadAllText(exactPath)).ShouldBe(("cat", "film"));

        File.WriteAllText(numberedPath, "edited");
        File.WriteAllText(exactPath, "xxxx");
        (await run.RestoreAsync("n", numbered, default)).ShouldBe(Restoration.WasThere);
        (await run.RestoreAsync("n", exact, default)).ShouldBe(Restoration.PutBack);
        (File.ReadAllText(numberedPath), File.ReadAllText(exactPath)).ShouldBe(("edited", "film"));

        _cache.Artifacts.Remove(exact.Artifact.Id);
        (await run.RestoreAsync("n", exact, default)).ShouldBe(Restoration.WasThere);
        File.Delete(exactPath);
        (await run.RestoreAsync("n", exact, default)).ShouldBe(Restoration.Gone);
        await Should.ThrowAsync<NodeFailure>(() => run.RestoreAsync("other", exact, default));
        Directory.EnumerateFiles(_folder.Sub("out"), ".*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private OutputFolder NewRun() => new(_folder.Sub("out"), _cache.Artifacts, _cache.Digests, new OutputNumbers(), new March());

    private async Task<SavedFile> Save(string prefix)
    {
        using var file = _outputs.ForNode("n", _saved.Add).Number(prefix, ".png");
        await File.WriteAllTextAsync(file.TemporaryPath, prefix);
        return await file.CompleteAsync("image/png", default);
    }

    private async Task<SavedFile> SaveExactly(string nodeId, string name, string text)
    {
        using var file = _outputs.ForNode(nodeId, _saved.Add).Exactly(name);
        await File.WriteAllTextAsync(file.TemporaryPath, text);
        return await file.CompleteAsync("video/mp4", default);
    }

    private sealed class March : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
