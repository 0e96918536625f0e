using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Results;

public class Every_codec_gives_back_what_it_was_given
{
    private static readonly Random Random = new(20240607);

    [Fact]
    public void Numbers_and_booleans_and_nothing()
    {
        foreach (var value in new object?[] { null, 0L, -1L, long.MinValue, long.MaxValue, true, false })
        {
            RoundTrip(value).ShouldBe(value);
        }
    }

    [Fact]
    public void Doubles_by_their_bits()
    {
        foreach (var bits in new[] { 0L, long.MinValue, BitConverter.DoubleToInt64Bits(double.NaN), 0x7FF0000000000001, unchecked((long)0xFFF8DEADBEEF0000), BitConverter.DoubleToInt64Bits(double.Epsilon) }
            .Concat(Enumerable.Range(0, 200).Select(_ => Random.NextInt64(long.MinValue, long.MaxValue))))
        {
            BitConverter.DoubleToInt64Bits(RoundTrip(BitConverter.Int64BitsToDouble(bits)).ShouldBeOfType<double>()).ShouldBe(bits);
        }
    }

    [Fact]
    public void Texts_even_with_lone_surrogates()
    {
        foreach (var text in new[] { "", "plain", "naïve 日本 🎬", "\ud83c", "a\udfffb", "\0" }
            .Concat(Enumerable.Range(0, 200).Select(_ => new string([.. Enumerable.Range(0, Random.Next(40)).Select(_ => (char)Random.Next(0x10000))]))))
        {
            string.Equals((string?)RoundTrip(text), text, StringComparison.Ordinal).ShouldBeTrue();
        }
    }

    [Fact]
    public void Json_as_it_was_spelt()
    {
        foreach (var text in new[] { "null", "1.0", "1e0", """{ "b": [1, 2,  {"a": "\u00e9"}], "b": 2 }""", "\"x\"", string.Concat(Enumerable.Repeat("[", 500)) + string.Concat(Enumerable.Repeat("]", 500)) })
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });
            RoundTrip(document.RootElement).ShouldBeOfType<JsonElement>().GetRawText().ShouldBe(text);
        }

        RoundTrip(default(JsonElement)).ShouldBeOfType<JsonElement>().ValueKind.ShouldBe(JsonValueKind.Undefined);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_bit_for_bit(bool ofEightBits)
    {
        foreach (var (batch, height, width, channels) in new[] { (1, 1, 1, 3), (2, 3, 5, 4), (1, 17, 31, 1), (1, 300, 400, 3) })
        {
            var image = Image.Own(batch, height, width, channels, Values(batch * height * width * channels, ofEightBits));
            var back = RoundTrip(image).ShouldBeOfType<Image>();
            (back.Batch, back.Height, back.Width, back.Channels).ShouldBe((batch, height, width, channels));
            ShouldBeTheSame(back.Pixels, image.Pixels);
        }
    }

    [Fact]
    public void A_picture_of_eight_bits_takes_a_quarter_and_one_value_beside_them_makes_it_whole_again()
    {
        var pixels = Values(3 * 64 * 64, ofEightBits: true);
        Encoded(Image.Own(1, 64, 64, 3, [.. pixels])).Length.ShouldBeLessThan(3 * 64 * 64 + 64);
        foreach (var odd in new[] { -0f, float.NaN, 1.0000001f, 0.5f, 256 / 255f, -1 / 255f, float.PositiveInfinity })
        {
            var position = Random.Next(pixels.Length);
            float[] changed = [.. pixels];
            changed[position] = odd;
            var image = Image.Own(1, 64, 64, 3, changed);
            Encoded(image).Length.ShouldBeGreaterThan(4 * 3 * 64 * 64);
            ShouldBeTheSame(RoundTrip(image).ShouldBeOfType<Image>().Pixels, changed);
        }
    }

    [Fact]
    public void Masks_and_sound_bit_for_bit()
    {
        var mask = Mask.Own(2, 7, 9, Values(2 * 7 * 9, ofEightBits: false));
        var back = RoundTrip(mask).ShouldBeOfType<Mask>();
        (back.Batch, back.Height, back.Width).ShouldBe((2, 7, 9));
        ShouldBeTheSame(back.Values, mask.Values);

        var audio = Audio.Own(2, 2, 44100, Values(2 * 2 * 1001, ofEightBits: false));
        var heard = RoundTrip(audio).ShouldBeOfType<Audio>();
        (heard.Batch, heard.Channels, heard.SampleCount, heard.SampleRate).ShouldBe((2, 2, 1001, 44100));
        ShouldBeTheSame(heard.Samples, audio.Samples);
        RoundTrip(Audio.Own(1, 1, 8000, [])).ShouldBeOfType<Audio>().SampleCount.ShouldBe(0);
    }

    [Fact]
    public void Videos_with_their_edits_and_what_they_refer_to()
    {
        var picture = new ArtifactReference(ContentId.Of([1]), 10, "image/png");
        var sound = new ArtifactReference(ContentId.Of([2]), 20, "audio/pcm");
        var video = new Video
        {
            FrameRate = new Rational(30000, 1001),
            Width = 1280,
            Height = 720,
            Picture = [new PictureSegment(new StillSource(picture), 25), new PictureSegment(new FileSource(picture), 50, 3, [new ScaleEdit(640, 360, FrameFit.Stretch)])],
            Sound = [new SoundSegment(sound, 1, 22050, 44100), new SoundSegment(null, 1, 22050, 100)],
        };
        var back = RoundTrip(video).ShouldBeOfType<Video>();
        back.FrameRate.ShouldBe(video.FrameRate);
        (back.Width, back.Height, back.FrameCount).ShouldBe((1280, 720, 75));
        back.Picture.Select(segment => segment.Source).ShouldBe(video.Picture.Select(segment => segment.Source));
        back.Picture[1].Edits.ShouldHaveSingleItem().ShouldBe(new ScaleEdit(640, 360, FrameFit.Stretch));
        back.Sound.ToArray().ShouldBe(video.Sound.ToArray());
        Encoded(back).ShouldBe(Encoded(video));
        ValueCodecs.BuiltIn.For(video)!.References(video).ShouldBe([picture, picture, sound]);
    }

    [Fact]
    public void Videos_within_videos_and_every_kind_of_edit()
    {
        ArtifactReference Made(byte by) => new(ContentId.Of([by]), by, "image/png");
        var still = new PictureSegment(new StillSource(Made(1)), 10);
        ImmutableArray<FrameEdit> edits =
        [
            new ScaleEdit(640, 360, FrameFit.Cover), new CropEdit(1, 2, 3, 4), new PadEdit(1, 2, 30, 40, "#102030"), new TurnEdit(3, true), new ColourEdit(0.1, 1.2, 0.3, 2),
            new PanZoomEdit(new(0.5, 0.5, 1), new(0.25, 0.75, 1.5), 5, 50, 640, 360, Easing.Linear), new FadeEdit(0, 10, true), new OverlayEdit(new(new StillSource(Made(2)), 5), -3, 4, 2, 0.5),
            new CaptionEdit(Made(3)),
        ];
        var inner = new Video { FrameRate = new Rational(25), Width = 640, Height = 360, Picture = [still with { Edits = edits }] };
        var video = inner with
        {
            Picture = [new(new ClipSource(inner, new Rational(3, 2), true), 4), new(new TransitionSource(still, new(new FileSource(Made(4)), 10), TransitionKind.WipeLeft, 10), 10, 3)],
            Captions = [new(new Captions { Language = "en", Styling = "[Script Info]", Cues = [new(0, 1.5, "one two", [new(0, 0.7, "one"), new(0.7, 1.5, "two")], "0,Default,,0,0,0,,"), new(2, 3, "three")] }, "English")],
        };
        var back = RoundTrip(video).ShouldBeOfType<Video>();
        Encoded(back).ShouldBe(Encoded(video));
        var clip = back.Picture[0].Source.ShouldBeOfType<ClipSource>();
        clip.Clip.Picture[0].Edits.ToArray().ShouldBe(edits.ToArray());
        back.Captions[0].Captions.Cues[0].Words.ToArray().ShouldBe(video.Captions[0].Captions.Cues[0].Words.ToArray());
        back.Picture[1].Source.ShouldBe(video.Picture[1].Source);
        ValueCodecs.BuiltIn.For(video)!.References(video).Select(artifact => artifact.Length).ShouldBe([1, 2, 3, 1, 4]);
        RoundTrip(video.Captions[0].Captions).ShouldBeOfType<Captions>().Cues[1].ShouldBe(new CaptionCue(2, 3, "three"));
    }

    [Fact]
    public void Files_whose_identity_is_their_bytes_and_not_their_name()
    {
        var file = new FileReference("/here/a.png", ContentId.Of([1]), 5);
        var moved = file with { Path = "/there/ä.png" };
        RoundTrip(file).ShouldBe(file);
        RoundTrip(moved).ShouldBe(moved);
        IdOf(moved).ShouldBe(IdOf(file));
        IdOf(file with { Id = ContentId.Of([2]) }).ShouldNotBe(IdOf(file));
    }

    [Fact]
    public void A_plugins_own_type_by_its_own_codec_and_a_secret_by_none()
    {
        var codecs = ValueCodecs.BuiltIn.With([SocketRegistration.Stored("MESH", null, new MeshCodec()), SocketRegistration.Live<Uri>("URI", null)]);
        var codec = codecs.For(new Mesh(3)).ShouldNotBeNull();
        codec.Name.ShouldBe("MESH/mesh-1");
        codecs.For(new FineMesh(4)).ShouldBe(codec);
        codecs.For(new Uri("http://localhost")).ShouldBeNull();
        codecs.For(new Secret("name", "value")).ShouldBeNull();
        ValueCodecs.BuiltIn.For(new Mesh(3)).ShouldBeNull();
        ValueCodecs.BuiltIn.For(new object?[] { 1L }).ShouldBeNull();
        RoundTrip(new Mesh(7), codecs).ShouldBe(new Mesh(7));
    }

    [Fact]
    public void Values_that_differ_have_ids_that_differ()
    {
        object?[] values = [null, 0L, 0.0, -0.0, false, true, "", "0", 1L, 1.0, new Blocked(), new Blocked("")];
        values.Select(IdOf).Distinct().Count().ShouldBe(values.Length);
    }

    private static float[] Values(int count, bool ofEightBits)
        => [.. Enumerable.Range(0, count).Select(_ => ofEightBits ? Random.Next(256) / 255f : BitConverter.Int32BitsToSingle(Random.Next(int.MinValue, int.MaxValue)))];

    private static void ShouldBeTheSame(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
        => MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right)).ShouldBeTrue();

    private static byte[] Encoded(object? value, ValueCodecs? codecs = null)
    {
        var payload = new Payload();
        StoredForm.Write((codecs ?? ValueCodecs.BuiltIn).For(value)!, value, payload);
        using var copy = new MemoryStream();
        payload.OpenRead().CopyTo(copy);
        payload.Release();
        return copy.ToArray();
    }

    private static ContentId IdOf(object? value)
    {
        var payload = new Payload();
        return StoredForm.Write(ValueCodecs.BuiltIn.For(value)!, value, payload);
    }

    private static object? RoundTrip(object? value, ValueCodecs? codecs = null)
    {
        codecs ??= ValueCodecs.BuiltIn;
        var bytes = Encoded(value, codecs);
        var (_, back) = StoredForm.Read(codecs, new MemoryStream(bytes), bytes.Length);
        Encoded(back, codecs).ShouldBe(bytes);
        return back;
    }

    private record Mesh(int Corners);

    private sealed record FineMesh(int Corners) : Mesh(Corners);

    private sealed class MeshCodec : IValueCodec<Mesh>
    {
        public string Name => "mesh-1";

        // Closes the stream, as a writer does that was not told to leave it open.
        public void Encode(Mesh value, Stream output)
        {
            using var writer = new BinaryWriter(output);
            writer.Write(value.Corners);
        }

        public Mesh Decode(Stream input)
        {
            using var reader = new BinaryReader(input);
            return new Mesh(reader.ReadInt32());
        }
    }
}
