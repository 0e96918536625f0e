using MySpinBot.Nodes.Wav2Lip;
using MySpinBot.Runtime.Memory;

namespace MySpinBot.Nodes.Tests.Lips;

[Trait("Category", "golden")]
public sealed class What_cannot_speak_is_told : IDisposable
{
    private readonly Speaker _speaker = new();

    public void Dispose() => _speaker.Dispose();

    [Fact]
    public async Task Nobody_and_two_at_once()
    {
        (await FailsAsync(() => _speaker.SyncAsync(Speaker.Speech(0.1), Speaker.Face(1)))).ShouldContain("link a picture to 'image'");
        var film = await _speaker.FilmAsync(3);
        (await FailsAsync(() => _speaker.SyncAsync(Speaker.Speech(0.1), Speaker.Face(3), Speaker.Portrait, film))).ShouldContain("Both a picture and a video");
        (await FailsAsync(() => _speaker.SyncAsync(Speaker.Speech(0.1), Speaker.Face(3), video: film with { Picture = [] }))).ShouldContain("no frames");
    }

    [Fact]
    public async Task Faces_of_another_picture_or_none()
    {
        (await FailsAsync(() => _speaker.SyncAsync(Speaker.Speech(0.1), Speaker.Face(7), Speaker.Portrait))).ShouldContain("7 frames of 256×256");
        (await FailsAsync(() => _speaker.SyncAsync(Speaker.Speech(0.1), Speaker.Several(1), Speaker.Portrait))).ShouldContain("No face was found");
        (await FailsAsync(() => _speaker.SyncAsync(Speaker.Speech(0.1), Speaker.Face(1), Speaker.Portrait, whose: LipsOf.Number, number: 4))).ShouldContain("no face of number 4");
        (await FailsAsync(() => _speaker.SyncAsync(Speaker.Speech(0.1), null, Speaker.Portrait))).ShouldContain("FaceDetectorLoader");
    }

    [Fact]
    public async Task Sounds_of_several_clips_and_of_none()
    {
        (await FailsAsync(() => _speaker.SyncAsync(Audio.Own(2, 1, 16_000, new float[3200]), Speaker.Face(1), Speaker.Portrait))).ShouldContain("2 clips");
        (await FailsAsync(() => _speaker.SyncAsync(Audio.Own(1, 1, 16_000, []), Speaker.Face(1), Speaker.Portrait))).ShouldContain("empty");
    }

    [Fact]
    public void Files_that_are_no_Wav2Lip()
    {
        var wrong = _speaker.Call.FileAt(Path.Combine(Path.GetDirectoryName(Wav2LipGolden.Weights)!, "io.safetensors"));
        var failure = Should.Throw<NodeFailure>(() => Wav2LipModelLoaderNode.Load(wrong, default));
        failure.Message.ShouldContain("no Wav2Lip generator");
        failure.Input.ShouldBe("model_name");
        Should.Throw<NodeFailure>(() => Wav2LipModelLoaderNode.Load(_speaker.Call.File("broken.pth", [1, 2, 3]), default)).Message.ShouldContain("broken.pth");
    }

    [Fact]
    public async Task Where_memory_is_short_fewer_faces_go_at_once()
    {
        await using var wide = Shelf(1L << 40);
        long model, faces;
        using (var many = await LipGenerator.OpenAsync(_speaker.Model, new Narrow(_speaker.Call, wide), 64, 1, default))
        {
            many.BatchSize.ShouldBe(64);
            (model, faces) = (wide.Ledgers.Single().Resident, wide.Ledgers.Single().Reserved);
        }

        // Room for the model, and for about a third of what 64 faces take.
        await using var narrow = Shelf(model + (faces / 3));
        using var few = await LipGenerator.OpenAsync(_speaker.Model, new Narrow(_speaker.Call, narrow), 64, 1, default);
        few.BatchSize.ShouldBeInRange(1, 32);
        few.TryRun(new float[80 * 16], new float[6 * few.FaceSize * few.FaceSize], 1, new float[3 * few.FaceSize * few.FaceSize], default).ShouldBeTrue();
    }

    [Fact]
    public void Models_settings_and_choices_survive_their_way_through_bytes()
    {
        var codec = new Wav2LipModelCodec();
        using var bytes = new MemoryStream();
        codec.Encode(_speaker.Model, bytes);
        bytes.Position = 0;
        codec.Decode(bytes).ShouldBe(_speaker.Model);
        Should.Throw<InvalidDataException>(() => codec.Decode(new MemoryStream(bytes.ToArray()[..40])));

        var settings = new SyncSettings(LipsOf.All, 3, LongerSound.PingPong, ShorterSound.Keep, new Padding(1, 2, 3, -4), 0.25, 17);
        SyncSettings.Of(settings.ToText()).ShouldBe(settings);
        Should.Throw<NodeFailure>(() => SyncSettings.Of("{}")).Message.ShouldContain("not used by itself");
    }

    private static ModelShelf Shelf(long bytes) => new(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = bytes }, TimeProvider.System);

    private static async Task<string> FailsAsync<T>(Func<Task<T>> call) => (await Should.ThrowAsync<NodeFailure>(call)).Message;

    /// <summary>A call on a device of another size.</summary>
    private sealed class Narrow(Call call, IModelShelf shelf) : NodeContext
    {
        public override string NodeId => call.NodeId;

        public override int CallIndex => call.CallIndex;

        public override CancellationToken Cancellation => call.Cancellation;

        public override TimeProvider Time => call.Time;

        public override IArtifacts Artifacts => call.Artifacts;

        public override IOutputFolder Outputs => call.Outputs;

        public override IModelShelf Models => shelf;

        public override IWeightFiles Weights => call.Weights;

        public override IHostTools Tools => call.Tools;

        public override INodeLog Log => call.Log;

        public override void Progress(double done, double total, string? what = null) => call.Progress(done, total, what);

        public override void Preview(Image image) => call.Preview(image);

        public override void Show(string key, System.Text.Json.JsonElement item) => call.Show(key, item);

        public override string TemporaryPath(string extension = "") => call.TemporaryPath(extension);
    }
}
