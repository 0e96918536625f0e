using System.Collections.Immutable;
using MySpinBot.Nodes.Wav2Lip;
using FaceValue = MySpinBot.Nodes.Wav2Lip.Faces;

namespace MySpinBot.Nodes.Tests.Faces;

public sealed class Faces_survive_being_stored
{
    private static readonly FacesCodec Codec = new();

    public static TheoryData<string> Kinds => ["empty", "no frames", "one", "many", "points"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_written_is_read_and_written_the_same(string kind)
    {
        var faces = Sample(kind);
        var bytes = Bytes(faces);

        var read = Codec.Decode(new MemoryStream(bytes));

        Bytes(read).ShouldBe(bytes);
        (read.Width, read.Height, read.FrameCount, read.FrameRate).ShouldBe((faces.Width, faces.Height, faces.FrameCount, faces.FrameRate));
        read.Shots.ShouldBe(faces.Shots);
        for (var i = 0; i < faces.Tracks.Length; i++)
        {
            read.Tracks[i].Runs.SelectMany(run => run.Boxes).ShouldBe(faces.Tracks[i].Runs.SelectMany(run => run.Boxes));
            read.Tracks[i].Runs.SelectMany(run => run.Points).ShouldBe(faces.Tracks[i].Runs.SelectMany(run => run.Points));
            read.Tracks[i].Runs.Select(run => run.First).ShouldBe(faces.Tracks[i].Runs.Select(run => run.First));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_cut_off_is_refused(string kind)
    {
        var bytes = Bytes(Sample(kind));

        for (var length = 0; length < bytes.Length; length += 1 + (bytes.Length / 500))
        {
            Should.Throw<InvalidDataException>(() => Codec.Decode(new MemoryStream(bytes, 0, length)), $"{length} of {bytes.Length} bytes");
        }

        Should.Throw<InvalidDataException>(() => Codec.Decode(new MemoryStream([.. bytes, 0])));
    }

    [Fact]
    public void Flipped_bits_give_other_faces_or_a_sentence()
    {
        var bytes = Bytes(Sample("points"));
        for (var bit = 0; bit < Math.Min(bytes.Length, 400) * 8; bit++)
        {
            var damaged = bytes.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Bytes(Codec.Decode(new MemoryStream(damaged))).ShouldBe(damaged);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void Counts_that_lie_cost_nothing()
    {
        // 1 × 1 pixels, 2 frames, no rate, one shot, then a hundred million tracks that are not there.
        byte[] lie = [1, 1, 2, 0, 0, 1, 0xC0, 0x84, 0x3D];
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<InvalidDataException>(() => Codec.Decode(new MemoryStream(lie)));

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200_000);
    }

    [Fact]
    public void Ten_minutes_of_a_face_take_little()
    {
        var boxes = ImmutableArray.CreateRange(Enumerable.Range(0, 15_000).Select(i => new FaceBox(300 + (40 * Math.Sin(i / 50.0)), 200 + (20 * Math.Cos(i / 33.0)), 420 + (41 * Math.Sin(i / 50.0)), 350 + (22 * Math.Cos(i / 33.0)), 0.93)));

        Bytes(new FaceValue(1920, 1080, 15_000, new Rational(25), tracks: [new FaceTrack(0, [new FaceRun(0, boxes)])])).Length.ShouldBeLessThan(15_000 * 10);
    }

    private static byte[] Bytes(FaceValue faces)
    {
        using var stream = new MemoryStream();
        Codec.Encode(faces, stream);
        return stream.ToArray();
    }

    private static FaceValue Sample(string kind)
    {
        var random = new Random(5);
        return kind switch
        {
            "empty" => new(640, 360, 12, new Rational(30000, 1001)),
            "no frames" => new(1, 1, 0),
            "one" => new(512, 512, 1, tracks: [new FaceTrack(0, [new FaceRun(0, [new FaceBox(180.3, 63.9, 270.1, 176.2, 0.987)])])]),
            "many" => new(1920, 1080, 500, new Rational(25), [0, 200, 201], [.. Enumerable.Range(0, 9).Select(id => new FaceTrack(id, [Run(id * 5, 30, false), Run((id * 5) + 60, 20, false)]))]),
            _ => new(1920, 1080, 90, new Rational(25), tracks: [new FaceTrack(0, [Run(0, 40, true)]), new FaceTrack(1, [Run(3, 2, false), Run(9, 30, true)])]),
        };

        FaceRun Run(long first, int count, bool points) => new(
            first,
            [.. Enumerable.Range(0, count).Select(_ => new FaceBox(random.Next(-90, 900) + random.NextDouble(), -20.5, 1200, 900.7, random.NextDouble(), random.Next(3) > 0))],
            points ? [.. Enumerable.Range(0, count * FaceRun.PointCount).Select(_ => new FacePoint(random.NextDouble() * 1000, random.NextDouble() * -400))] : []);
    }
}
