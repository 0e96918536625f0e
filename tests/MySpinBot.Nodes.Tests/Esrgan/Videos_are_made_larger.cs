using MySpinBot.Inference;
using MySpinBot.Inference.Tests;
using MySpinBot.Nodes.Esrgan;
using MySpinBot.Nodes.Media;
using MySpinBot.Nodes.Tests.Passing;

namespace MySpinBot.Nodes.Tests.Esrgan;

public sealed class Videos_are_made_larger : IDisposable
{
    private readonly Call _call = new();

    private string Folder => Path.GetDirectoryName(_call.OutputPath("").TrimEnd('/'))!;

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("realesr-animevideov3.pth")]
    public async Task By_a_real_model_frame_by_frame(string name)
    {
        var model = await ModelAsync(RealModels.File(Path.Combine("upscale_models", name)));
        var video = await SoundingAsync("testsrc2=s=64x36:r=25:d=2");

        var larger = (await VideoUpscaleWithModelNode.UpscaleAsync(model, video, _call, Ended)).Value.ShouldNotBeNull();

        (larger.Width, larger.Height, larger.FrameCount, larger.FrameRate).ShouldBe((64 * model.Scale, 36 * model.Scale, 50, new Rational(25)));
        larger.Sound.ShouldBe(video.Sound);
        larger.Captions.ShouldBe(video.Captions);
        await ComparedAsync(model, video, larger);
    }

    [Fact]
    public async Task Of_odd_sizes_and_any_frame_rate()
    {
        var model = await TinyAsync();
        var video = await LoadAsync("odd.mp4", "testsrc2=s=64x40:r=24000/1001:d=1,format=yuv444p,crop=61:35:0:0:exact=1", "-c:v libx264 -pix_fmt yuv444p");

        var larger = (await VideoUpscaleWithModelNode.UpscaleAsync(model, video, _call, Ended)).Value.ShouldNotBeNull();

        (larger.Width, larger.Height, larger.FrameCount, larger.FrameRate).ShouldBe((61 * 4, 35 * 4, video.FrameCount, new Rational(24000, 1001)));
        await ComparedAsync(model, video, larger);
    }

    [Fact]
    public async Task Upright_where_a_phone_was_held_upright()
    {
        var model = await TinyAsync();
        var lying = await Films.MakeAsync(_call, "lying.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=0.4", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        var video = await Films.LoadAsync(_call, await Films.MakeAsync(_call, "phone.mp4", "-i", lying, "-c", "copy", "-metadata:s:v", "rotate=90"));

        var larger = (await VideoUpscaleWithModelNode.UpscaleAsync(model, video, _call, Ended)).Value.ShouldNotBeNull();

        (larger.Width, larger.Height).ShouldBe((36 * 4, 64 * 4));
        await ComparedAsync(model, video, larger);
    }

    [Theory]
    [InlineData(2.0, 0, 128, 72)]
    [InlineData(0.0, 100, 178, 100)]
    [InlineData(3.0, 96, 170, 96)]
    [InlineData(0.0, 1080, 256, 144)]
    public async Task To_the_size_that_is_wanted(double scaleBy, int maxHeight, int width, int height)
    {
        var model = await TinyAsync();
        var video = await LoadAsync("film.mp4", "testsrc2=s=64x36:r=25:d=0.2", "-c:v libx264 -pix_fmt yuv420p");

        var larger = (await VideoUpscaleWithModelNode.UpscaleAsync(model, video, _call, Ended, scaleBy, maxHeight)).Value.ShouldNotBeNull();

        (larger.Width, larger.Height).ShouldBe((width, height));
        (await Films.FramesAsync(_call, larger)).ShouldAllBe(frame => frame.Length == width * height * 3);
    }

    [Fact]
    public async Task In_parts_where_it_is_long()
    {
        var tiny = await TinyAsync();
        var video = await SoundingAsync("testsrc2=s=64x36:r=25:d=6");

        // Weights of a gigabyte, of which each pixel needs all: by their length alone this would take hours.
        var heavy = tiny with { Weights = tiny.Weights with { Length = 1 << 30 } };
        var expansion = (await VideoUpscaleWithModelNode.UpscaleAsync(heavy, video, _call, Ended)).Expansion.ShouldNotBeNull();

        var parts = expansion.Fragment.Nodes.Where(node => node.ClassType == "VideoUpscaleWithModelPart").ToList();
        parts.Count.ShouldBe(2);
        var done = new Dictionary<string, object?>();
        foreach (var part in parts)
        {
            var inputs = part.Inputs;
            inputs["upscale_model"].ShouldBe(heavy);
            done[part.Id] = await VideoUpscaleWithModelNode.PartAsync(tiny, (Video)inputs["video"]!, (int)(long)inputs["width"]!, (int)(long)inputs["height"]!, _call, Ended);
        }

        var join = expansion.Fragment.Nodes.Single(node => node.ClassType == "VideoUpscaleWithModelJoin");
        join.Inputs.Where(input => input.Value is FragmentLink).Select(input => (input.Key, ((FragmentLink)input.Value!).NodeId)).ShouldBe(parts.Select(part => (part.Id, part.Id)));
        var larger = VideoUpscaleWithModelNode.Join((Video)join.Inputs["video"]!, new ExtraInputs(done));
        (larger.FrameCount, larger.Picture.Length).ShouldBe((150, 2));
        larger.Sound.ShouldBe(video.Sound);
        larger.Captions.ShouldBe(video.Captions);
        await ComparedAsync(tiny, video, larger);
    }

    [Fact]
    public async Task But_not_beyond_what_can_be_encoded()
    {
        var model = await TinyAsync();
        var video = new Video { FrameRate = new Rational(25), Width = 5000, Height = 100, Picture = [new PictureSegment(new StillSource(new ArtifactReference(ContentId.Of([]), 0, "image/png")), 1)] };

        (await Should.ThrowAsync<NodeFailure>(() => VideoUpscaleWithModelNode.UpscaleAsync(model, video, _call, Ended))).Message
            .ShouldBe("Frames of 5000×100 pixels, 4 times as wide and high, would be more than 16384 pixels a side. Make the video smaller first, or choose a model that enlarges less.");
    }

    /// <summary>Every frame is what the model makes of that frame as a picture.</summary>
    private async Task ComparedAsync(UpscaleModel model, Video video, Video larger)
    {
        var (before, after) = (await Films.FramesAsync(_call, video), await Films.FramesAsync(_call, larger));
        after.Count.ShouldBe(before.Count);
        using var upscaler = await Upscaler.OpenAsync(model, _call, cancellation: Ended);
        for (var i = 0; i < before.Count; i++)
        {
            var picture = await upscaler.UpscaleAsync(Image.Own(1, video.Height, video.Width, 3, [.. before[i].Select(level => level / 255f)]), Ended);
            Fidelity.Decibels(Pictures.Bytes(picture), after[i]).ShouldBeGreaterThan(45, $"frame {i}");
        }
    }

    private async Task<UpscaleModel> ModelAsync(string path)
    {
        var file = _call.FileAt(path);
        _call.Weighed[file.Id] = file;
        return await UpscaleModel.ReadAsync(file, UpscalePrecision.Auto, _call.Models, Ended);
    }

    private Task<UpscaleModel> TinyAsync() => ModelAsync(TinyUpscaler.Write(Folder));

    private async Task<Video> LoadAsync(string name, string moving, string encoding)
        => await Films.LoadAsync(_call, await Films.MakeAsync(_call, name, ["-f", "lavfi", "-i", moving, .. encoding.Split(' ')]));

    private async Task<Video> SoundingAsync(string moving)
    {
        var path = await Films.MakeAsync(_call, "sounding.mp4", "-f", "lavfi", "-i", moving, "-f", "lavfi", "-i", "sine=f=440:r=44100", "-shortest", "-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p", "-c:a", "aac");
        var video = await Films.LoadAsync(_call, path);
        return video with { Captions = [new CaptionTrack(new Captions { Cues = [new CaptionCue(0.1, 0.8, "Here.")], Language = "en" })] };
    }
}
