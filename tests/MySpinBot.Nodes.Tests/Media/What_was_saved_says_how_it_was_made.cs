using System.Text.Json;
using MySpinBot.Core.Documents.Embedded;
using MySpinBot.Nodes.Media;
using MySpinBot.Nodes.Tests.Media.SavingVideo;

namespace MySpinBot.Nodes.Tests.Media;

/// <summary>The graph comes out of every file that our nodes write, as it was put in.</summary>
public sealed class What_was_saved_says_how_it_was_made : IDisposable
{
    private static readonly JsonElement Prompt = JsonElement.Parse("""{"1": {"class_type": "Text", "inputs": {"text": "a \"cat\"; é = ü # \\ \n 猫 "}}}""");
    private static readonly JsonElement Workflow = JsonElement.Parse($$"""{"version": 1, "nodes": {"a": {"class_type": "Tëxt", "inputs": {"text": "{{new string('x', 70_000)}}"} } } }""");
    private static readonly JsonElement Extra = JsonSerializer.SerializeToElement(new { workflow = Workflow });

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("png", "8-bit", MediaForm.Png)]
    [InlineData("png", "16-bit", MediaForm.Png)]
    [InlineData("exr", "32-bit float", MediaForm.Exr)]
    [InlineData("jpg", "auto", MediaForm.Jpeg)]
    [InlineData("webp", "auto", MediaForm.Webp)]
    public async Task Pictures(string format, string depth, MediaForm form)
    {
        await SaveImageAdvancedNode.SaveAsync(Picture(), _call, Prompt, Extra, default, "a", format, depth);

        Found(form);
    }

    [Fact]
    public async Task Pictures_of_the_plain_node()
    {
        await SaveImageNode.SaveAsync(Picture(), _call, Prompt, Extra, default, "a");

        Found(MediaForm.Png);
    }

    [Fact]
    public async Task Moving_pictures()
    {
        await SaveAnimationNodes.SavePngAsync(Picture(2), _call, Prompt, Extra, default);
        Found(MediaForm.Png);
    }

    [Fact]
    public async Task Moving_pictures_as_WebP()
    {
        await SaveAnimationNodes.SaveWebpAsync(Picture(2), _call, Prompt, Extra, default);
        Found(MediaForm.Webp);
    }

    [Theory]
    [InlineData(VideoContainer.Mp4, MediaForm.Mp4)]
    [InlineData(VideoContainer.Mov, MediaForm.Mp4)]
    [InlineData(VideoContainer.Mkv, MediaForm.Matroska)]
    [InlineData(VideoContainer.Webm, MediaForm.Matroska)]
    public async Task Films(VideoContainer container, MediaForm form)
    {
        var film = await Charts.FilmAsync(Charts.Moving(3), _call, silent: true);

        await SaveVideoNode.SaveAsync(film, _call, Prompt, Extra, default, "film", container, PictureCodec.Auto, OutputNaming.Exact, preset: EncodingPreset.UltraFast);

        Found(form);
    }

    [Fact]
    public async Task Films_of_the_WebM_node()
    {
        await SaveWebmNode.SaveAsync(Picture(2), _call, Prompt, Extra, default);

        Found(MediaForm.Matroska);
    }

    [Theory]
    [InlineData("flac", MediaForm.Flac)]
    [InlineData("wav", MediaForm.Wave)]
    public async Task Sounds(string format, MediaForm form)
    {
        await SaveAudioNode.SaveAsync(Samples.Tone(0.1), _call, Prompt, Extra, default, "tone", format);

        Found(form);
    }

    [Fact]
    public async Task Sounds_as_MP3()
    {
        await SaveAudioNode.SaveMp3Async(Samples.Tone(0.1), _call, Prompt, Extra, default);

        Found(MediaForm.Mp3);
    }

    [Fact]
    public async Task Sounds_as_Opus()
    {
        await SaveAudioNode.SaveOpusAsync(Samples.Tone(0.1), _call, Prompt, Extra, default);

        Found(MediaForm.Ogg);
    }

    private static Image Picture(int batch = 1) => Image.Create(batch, 16, 16, 3, pixels => pixels.AsSpan().Fill(0.5f));

    private void Found(MediaForm form)
    {
        using var file = File.OpenRead(_call.OutputFiles().Single());
        var found = EmbeddedGraph.Read(file, EmbeddedLimits.Default, TestContext.Current.CancellationToken)!;

        found.Form.ShouldBe(form);
        found.Damages.ShouldBeEmpty();
        JsonElement.DeepEquals(JsonElement.Parse(found.Prompt!.Value.Span), Prompt).ShouldBeTrue();
        JsonElement.DeepEquals(JsonElement.Parse(found.Workflow!.Value.Span), Workflow).ShouldBeTrue();
        found.Choose(EmbeddedChoice.AsItRan)!.Value.Name.ShouldBe("workflow");
    }
}
