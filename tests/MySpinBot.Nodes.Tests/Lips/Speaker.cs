using System.Collections.Immutable;
using MySpinBot.Imaging;
using MySpinBot.Nodes.Wav2Lip;
using FacesFound = MySpinBot.Nodes.Wav2Lip.Faces;

namespace MySpinBot.Nodes.Tests.Lips;

/// <summary>A real face, real speech and the tiny generator of the reference data, whose faces are no beauty but follow the sound.</summary>
internal sealed class Speaker : IDisposable
{
    /// <summary>Rows and columns of the picture.</summary>
    public const int Size = 256;

    /// <summary>Where the face is in it, as S3FD draws it.</summary>
    public static readonly FaceBox Box = new(83, 54, 174, 160);

    public Speaker()
    {
        var weights = Call.FileAt(Wav2LipGolden.Weights);
        Call.Weighed[weights.Id] = weights;
        Model = Wav2LipModelLoaderNode.Load(weights, default);
    }

    public Call Call { get; } = new();

    public Wav2LipModel Model { get; }

    /// <summary>An astronaut's head and shoulders.</summary>
    public static Image Portrait { get; } = Cut(ImageCodec.Decode(File.ReadAllBytes(RealFile("inputs/astronaut.png"))).Image, 96, 0);

    /// <summary>Of a president's speech, at 16 kHz.</summary>
    public static Audio Speech(double seconds, double from = 0.3)
    {
        var sound = Waves(RealFile("inputs/jfk_16k_mono.wav"));
        return Audio.Own(1, 1, 16_000, sound.AsSpan((int)(from * 16_000), (int)(seconds * 16_000)).ToArray());
    }

    /// <summary>One face that is in the same place in some frames.</summary>
    public static FacesFound Face(long frames, params (long First, long Count)[] seen) => Several(frames, (Box, seen.Length > 0 ? seen : [(0, frames)]));

    /// <summary>Faces that stay where they are.</summary>
    public static FacesFound Several(long frames, params (FaceBox Box, (long First, long Count)[] Seen)[] faces)
        => new(Size, Size, frames, new Rational(25), default, [.. faces.Select((face, id) => new FaceTrack(id, [.. face.Seen.Select(run => new FaceRun(run.First, [.. Enumerable.Repeat(face.Box, (int)run.Count)]))]))]);

    /// <summary>The portrait, moving slowly, as a film of so many frames with a tone.</summary>
    public async Task<Video> FilmAsync(int frames, string rate = "25")
    {
        var picture = Path.Combine(Directory.CreateDirectory(Call.OutputPath("made")).FullName, "portrait.png");
        await File.WriteAllBytesAsync(picture, ImageCodec.Encode(Portrait, new PngEncoding()));
        var path = await Films.MakeAsync(
            Call, "film.mp4", "-loop", "1", "-framerate", rate, "-i", picture, "-f", "lavfi", "-i", "sine=f=300:r=44100", "-vf", "rotate=0.002*n,format=gbrp", "-frames:v", Films.Text(frames),
            "-c:v", "libx264rgb", "-qp", "0", "-preset", "ultrafast", "-c:a", "aac", "-shortest");
        return await Films.LoadAsync(Call, path);
    }

    /// <summary>Runs the node.</summary>
    public async Task<(Video Video, string Report)> SyncAsync(
        Audio audio, FacesFound? faces, Image? image = null, Video? video = null, LipsOf whose = LipsOf.Largest, int number = 0, double fps = 25,
        LongerSound longer = LongerSound.Loop, ShorterSound shorter = ShorterSound.Cut, double feather = 0.1, int batch = 32)
    {
        var outcome = await LipSyncNode.SyncAsync(Model, audio, Call, default, image, video, faces, null, whose, number, fps, longer, shorter, feather: feather, batchSize: batch);
        return outcome.Value;
    }

    public Task<List<byte[]>> FramesAsync(Video video) => Films.FramesAsync(Call, video);

    /// <summary>The only clip of a video's sound, as it is kept.</summary>
    public async Task<float[]> SoundAsync(SoundSegment segment)
        => Pcm.ToAudio(await File.ReadAllBytesAsync(await Call.Artifacts.PathOfAsync(segment.Pcm!, default)), segment.Channels, segment.SampleRate).Samples.ToArray();

    public void Dispose() => Call.Dispose();

    /// <summary>The box with what is added around it.</summary>
    public static PixelBox Padded(FaceBox box) => box.Pixels(Size, Size, bottom: 10);

    /// <summary>Whether a byte of a frame belongs to a box.</summary>
    public static bool IsIn(int at, PixelBox box)
    {
        var (x, y) = (at / 3 % Size, at / 3 / Size);
        return x >= box.X && x < box.X + box.Width && y >= box.Y && y < box.Y + box.Height;
    }

    /// <summary>The mean distance of two frames within a box, and outside of all boxes the greatest.</summary>
    public static (double Within, int Outside) Apart(byte[] one, byte[] other, params PixelBox[] boxes)
    {
        one.Length.ShouldBe(other.Length);
        var (sum, count, outside) = (0.0, 0, 0);
        for (var i = 0; i < one.Length; i++)
        {
            var distance = Math.Abs(one[i] - other[i]);
            if (boxes.Any(box => IsIn(i, box)))
            {
                (sum, count) = (sum + distance, count + 1);
            }
            else
            {
                outside = Math.Max(outside, distance);
            }
        }

        return (sum / Math.Max(1, count), outside);
    }

    public static byte[] Bytes(Image image) => [.. image.Picture(0).ToArray().Select(value => Levels.ToByte(value))];

    public static string RealFile(string name)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("MYSPINBOT_MODELS") ?? "", name);
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("CI") is not { Length: > 0 })
        {
            Assert.Skip($"'{name}' is missing: name the folder that holds it in MYSPINBOT_MODELS.");
        }

        return File.Exists(path) ? path : throw new InvalidOperationException($"'{name}' is missing, and CI must not skip its tests: name the folder that holds it in MYSPINBOT_MODELS.");
    }

    private static Image Cut(Image image, int left, int top) => Image.Create(1, Size, Size, 3, pixels =>
    {
        for (var y = 0; y < Size; y++)
        {
            image.Picture(0).Slice((((y + top) * image.Width) + left) * 3, Size * 3).CopyTo(pixels.AsSpan(y * Size * 3));
        }
    });

    private static float[] Waves(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var data = bytes.AsSpan().IndexOf("data"u8) + 8;
        return [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(bytes.AsSpan(data)).ToArray().Select(sample => sample / 32768f)];
    }
}
