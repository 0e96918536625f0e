using System.Text;
using System.Text.Json;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;
using NJsonSchema;

namespace MySpinBot.Core.Tests.Manifests;

public sealed class Manifests_are_read_and_written
{
    private static readonly ContentId Id = ContentId.Of("x"u8);

    private static readonly RunManifest Full = new()
    {
        At = DateTimeOffset.UnixEpoch,
        Outcome = RunOutcome.Failed,
        Engine = new EngineIdentity("0.1.0", "abc"),
        Platform = new PlatformIdentity("Debian", "x64", "10.0.0", "avx2"),
        Tools = new Dictionary<string, string> { ["ffmpeg"] = "7.1" },
        Graph = Id,
        Inputs = new Dictionary<string, JsonElement> { ["text"] = JsonElement.Parse("\"hello\"") },
        Targets = ["save"],
        Types = new Dictionary<string, ManifestType> { ["Save"] = new(1, Id, "toys", "1.0.0.0", ManifestRepeatability.SameMachine) },
        Nodes =
        [
            new ManifestNode
            {
                Id = "save", ClassType = "Save", Within = "loop", Implementation = Id, State = ManifestState.Reused, Recipe = Id, Settings = Id, Seeds = new Dictionary<string, long> { ["seed"] = long.MaxValue },
                Files = [new ManifestFile("image", "a.png", Id, 3, "input")], Notes = new Dictionary<string, string> { ["provider"] = "cpu" }, Outputs = [Id, null], Saved = [new ManifestResult("out/a.png", Id, 3, "image/png")],
            },
        ],
        LeftOut = 3,
    };

    [Fact]
    public async Task As_their_schema_says()
    {
        var schema = await JsonSchema.FromJsonAsync(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "manifest.schema.json")), TestContext.Current.CancellationToken);
        var written = Encoding.UTF8.GetString(ManifestForm.WriteLines(Full));

        schema.Validate(written).ShouldBeEmpty();
        var (read, problem) = ManifestForm.Read(Encoding.UTF8.GetBytes("\uFEFF" + written));
        problem.ShouldBeNull();
        Encoding.UTF8.GetString(ManifestForm.WriteLines(read!)).ShouldBe(written);
        Encoding.UTF8.GetString(ManifestForm.Write(Full)).ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("", "no manifest")]
    [InlineData("null", "it is null")]
    [InlineData("[]", "no manifest")]
    [InlineData("{}", "no manifest of a run: at its beginning (line 1) there is no 'engine', ")]
    [InlineData("""{"engine":{"version":"1","build":"b"},"platform":[]}""", "no manifest of a run: what stands at $.platform (line 1) has another form.")]
    [InlineData("""{"version":2,"engine":{"version":"1","build":"b"},"platform":{"os":"o","arch":"a","runtime":"r","vectors":"v"},"targets":[],"types":{},"nodes":[]}""", "it is of version 2")]
    [InlineData("""{"engine":{"version":"1","build":"b"},"platform":{"os":"o","arch":"a","runtime":"r","vectors":"v"},"targets":[],"types":{"a":null},"nodes":[]}""", "its type 'a' is null")]
    [InlineData("""{"engine":{"version":"1","build":"b"},"platform":{"os":"o","arch":"a","runtime":"r","vectors":"v"},"targets":[],"types":{},"nodes":[null]}""", "one of its nodes is null")]
    [InlineData("""{"engine":{"version":"1","build":"b"},"platform":{"os":"o","arch":"a","runtime":"r","vectors":"v"},"targets":[null],"types":{},"nodes":[]}""", "one of its targets or tools is null")]
    [InlineData("""{"engine":{"version":"1","build":"b"},"platform":{"os":"o","arch":"a","runtime":"r","vectors":"v"},"targets":[],"types":{},"nodes":[{"id":"a","class_type":"T","files":[null]}]}""", "something in its node 'a' is null")]
    [InlineData("""{"engine":{"version":"1"},"platform":{"os":"o","arch":"a","runtime":"r","vectors":"v"},"targets":[],"types":{},"nodes":[]}""", "no manifest")]
    [InlineData("""{"engine":null,"platform":{"os":"o","arch":"a","runtime":"r","vectors":"v"},"targets":[],"types":{},"nodes":[]}""", "no manifest")]
    [InlineData("""{"engine":{"version":"1","build":"\ud800"},"platform":{"os":"o","arch":"a","runtime":"r","vectors":"v"},"targets":[],"types":{},"nodes":[]}""", "no manifest")]
    [InlineData("""{"engine":{"version":"1","build":"b"},"platform":{"os":"o","arch":"a","runtime":"r","vectors":"v"},"targets":[],"types":{},"nodes":[{"id":"a","class_type":"T","recipe":"xyz"}]}""", "no manifest")]
    public void What_is_none_is_refused_with_a_sentence(string json, string sentence)
    {
        var (manifest, problem) = ManifestForm.Read(Encoding.UTF8.GetBytes(json));

        manifest.ShouldBeNull();
        problem!.Sentence.ShouldContain(sentence);
    }

    [Fact]
    public void No_text_makes_reading_throw()
    {
        var random = new Random(11);
        var written = ManifestForm.Write(Full);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = (byte[])written.Clone();
            for (var j = random.Next(1, 4); j > 0; j--)
            {
                bytes[random.Next(bytes.Length)] = (byte)"{}[]\",:0n\\u"[random.Next(11)];
            }

            var (manifest, problem) = ManifestForm.Read(bytes);
            (manifest is null).ShouldBe(problem is not null);
        }
    }
}
