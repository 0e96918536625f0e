using MySpinBot.Server.Weights.Manifests;

namespace MySpinBot.Server.Tests.Weights;

public sealed class Manifests_are_read
{
    [Fact]
    public void The_built_in_one_is_whole()
    {
        var entries = ModelManifest.Read([], _ => { }).Entries;

        entries.Count.ShouldBeGreaterThan(5);
        entries.ShouldAllBe(entry => entry.Urls.Count > 0 && entry.Urls.All(url => url.Scheme == "https") && entry.Licence.Name.Length > 0 && entry.Licence.Url != null && entry.Description.Length > 0);
        var kinds = MySpinBot.Server.Files.ModelPaths.In("m").Keys.ToHashSet();
        entries.ShouldAllBe(entry => kinds.Contains(entry.Kind));
        entries.ShouldContain(entry => entry.Name == "realesrgan-x4plus" && entry.Bytes == 67_040_989);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var fault = Should.Throw<InvalidDataException>(() => ManifestReader.Read("""
            version: 2
            modles: []
            models:
              - name: a b
                kind: loras
                file: ../x.pt
                urls: [ftp://x/y]
                sha256: 12
                bytes: none
                licens: MIT
            """, isOperators: true));

        foreach (var said in new[]
        {
            "'version' is '2'", "no field 'modles'", "'a b' is no name", "has '..' in it", "'ftp://x/y' is no address", "'sha256' is '12'", "'bytes' is 'none'", "no field 'licens'. Did you mean 'license'?", "'licence' is missing", "Line 4",
        })
        {
            fault.Message.ShouldContain(said);
        }
    }

    [Fact]
    public void JSON_is_read_too_and_what_comes_later_counts()
    {
        using var library = new Library { Manifest = """{"version": 1, "models": [{"name": "RealESRGAN-x4plus", "kind": "clip", "file": "mine.pth", "url": "http://models.home/mine.pth", "licence": "MIT"}]}""" };

        var entry = library.Store.Manifest.Find("realesrgan-x4plus")!;

        (entry.Kind, entry.File, entry.Licence.Name, entry.Sha256).ShouldBe(("text_encoders", "mine.pth", "MIT", null));
        library.Reports.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[1, 2]", "no mapping")]
    [InlineData("a: [", "neither YAML nor JSON")]
    [InlineData("version: 1\nmodels: 3", "no list")]
    [InlineData("version: 1\nmodels: [4]", "no mapping")]
    public void One_that_is_wrong_adds_nothing_and_is_reported(string text, string said)
    {
        using var library = new Library { Manifest = text };

        library.Store.Manifest.Entries.Count.ShouldBe(ModelManifest.Read([], _ => { }).Entries.Count);
        library.Reports.ShouldHaveSingleItem().ShouldContain(said);
    }
}
