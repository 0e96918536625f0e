using System.Collections.Immutable;
using MySpinBot.Nodes.Wav2Lip;
using FaceValue = MySpinBot.Nodes.Wav2Lip.Faces;

namespace MySpinBot.Nodes.Tests.Faces;

public sealed class Faces_are_followed
{
    private const double LeastScore = 0.7;

    [Fact]
    public void Two_that_cross_stay_who_they_are()
    {
        // One walks to the right, one to the left; while they cover each other the detector sees one of them.
        var frames = Enumerable.Range(0, 60).Select(i =>
        {
            var (right, left) = (Face(100 + (i * 8), 200), Face(580 - (i * 8), 206));
            return right.Overlap(left) > 0.3 ? new[] { right } : [right, left];
        });

        var faces = Track(Looked(frames), smoothing: 1);

        faces.Tracks.Length.ShouldBe(2);
        var (first, second) = (Boxes(faces.Tracks[0]), Boxes(faces.Tracks[1]));
        first.Length.ShouldBe(60);
        second.Length.ShouldBe(60);
        first[0].CentreX.ShouldBeLessThan(second[0].CentreX);
        first[59].CentreX.ShouldBeGreaterThan(second[59].CentreX);
        for (var i = 1; i < 60; i++)
        {
            Math.Abs(first[i].CentreX - first[i - 1].CentreX).ShouldBeLessThan(25);
            Math.Abs(second[i].CentreX - second[i - 1].CentreX).ShouldBeLessThan(25);
        }
    }

    [Fact]
    public void One_that_is_away_shortly_is_the_same_and_one_that_stays_away_is_another()
    {
        var frames = Enumerable.Range(0, 100).Select(i => i is (>= 20 and < 30) or (>= 50 and < 80) ? [] : new[] { Face(200 + i, 100) });

        var faces = Track(Looked(frames), smoothing: 1, gap: 12);

        faces.Tracks.Length.ShouldBe(2);
        (faces.Tracks[0].First, faces.Tracks[0].End).ShouldBe((0, 50));
        (faces.Tracks[1].First, faces.Tracks[1].End).ShouldBe((80, 100));
        faces.Tracks[0].TryGetBox(25, out var between).ShouldBeTrue();
        between.IsSeen.ShouldBeFalse();
        between.CentreX.ShouldBe(225, 0.1f);
        faces.Tracks[0].TryGetBox(60, out _).ShouldBeFalse();
        faces.Choose(FaceChoice.Largest).FrameCount.ShouldBe(70);
        faces.Choose(FaceChoice.Number, 1).FrameCount.ShouldBe(20);
    }

    [Fact]
    public void Nobody_is_followed_over_a_cut_and_nothing_is_averaged_over_it()
    {
        // The second face stands where the first one stood, a little to the side.
        var frames = Looked(Enumerable.Range(0, 20).Select(i => new[] { Face(i < 10 ? 200 : 230, 100) })) with { Shots = [0, 10] };

        var faces = Track(frames, smoothing: 9);

        faces.Tracks.Length.ShouldBe(2);
        Boxes(faces.Tracks[0]).ShouldAllBe(box => Math.Abs(box.CentreX - 200) < 0.1);
        Boxes(faces.Tracks[1]).ShouldAllBe(box => Math.Abs(box.CentreX - 230) < 0.1);
        faces.Choose(FaceChoice.Largest).FrameCount.ShouldBe(20);
    }

    [Fact]
    public void Trembling_boxes_are_steadied_and_do_not_run_ahead()
    {
        var noise = new Random(7);
        var places = Enumerable.Range(0, 200).Select(i => 100 + (2.0 * i)).ToArray();
        var frames = Looked(places.Select(x => new[] { Face(x + (noise.NextDouble() * 6) - 3, 100) }));

        var raw = Boxes(Track(frames, smoothing: 1).Tracks.ShouldHaveSingleItem());
        var smooth = Boxes(Track(frames, smoothing: 5).Tracks.ShouldHaveSingleItem());

        Error(smooth).ShouldBeLessThan(0.6 * Error(raw));
        smooth.Select((box, i) => box.CentreX - places[i]).Average().ShouldBe(0, 0.3); // 4 pixels too far ahead were it not centred
        smooth[0].ShouldBe(raw[0]);

        double Error(ImmutableArray<FaceBox> boxes) => boxes.Select((box, i) => Math.Pow(box.CentreX - places[i], 2)).Average();
    }

    [Fact]
    public void Between_the_frames_that_are_looked_at_a_face_moves_evenly()
    {
        var seen = Enumerable.Range(0, 11).Select(i => new SeenFrames(i * 5, i * 5, [Face(100 + (i * 10), 100)])).ToList();

        var faces = Track(new Watched(51, [0], seen), smoothing: 1);

        var boxes = Boxes(faces.Tracks.ShouldHaveSingleItem());
        boxes.Length.ShouldBe(51);
        for (var i = 0; i < 51; i++)
        {
            boxes[i].CentreX.ShouldBe(100 + (i * 2), 0.1f);
            boxes[i].IsSeen.ShouldBe(i % 5 == 0);
        }
    }

    [Fact]
    public void An_unsure_box_goes_on_with_a_face_and_begins_none()
    {
        var frames = Enumerable.Range(0, 30).Select(i => new[] { Face(200, 100, i is > 10 and < 20 ? 0.5 : 0.9), Face(500, 100, 0.5) });

        var faces = Track(Looked(frames), smoothing: 1, gap: 2);

        var boxes = Boxes(faces.Tracks.ShouldHaveSingleItem());
        boxes.Length.ShouldBe(30);
        boxes.ShouldAllBe(box => box.IsSeen);
    }

    [Fact]
    public void A_still_of_a_thousand_frames_is_one_sighting_and_one_face()
    {
        var faces = Track(new Watched(1_000, [0], [new SeenFrames(0, 999, [Face(200, 100)])]), smoothing: 5);

        faces.Tracks.ShouldHaveSingleItem().FrameCount.ShouldBe(1_000);
        Boxes(faces.Tracks[0]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Of_each_shot_the_wanted_face_is_chosen()
    {
        var frames = Looked(Enumerable.Range(0, 40).Select(i => i < 20 ? [Face(100, 100, size: 60), Face(400, 100, size: 90)] : new[] { Face(500, 100, size: 120), Face(150, 100, size: 70) })) with { Shots = [0, 20] };

        var faces = Track(frames, smoothing: 1);

        faces.Tracks.Length.ShouldBe(4);
        Middles(FaceChoice.Largest).ShouldBe((400, 500));
        Middles(FaceChoice.Leftmost).ShouldBe((100, 150));
        Middles(FaceChoice.Rightmost).ShouldBe((400, 500));
        faces.Choose(FaceChoice.Number, 3).TryGetBox(0, out _).ShouldBeFalse();
        faces.Choose(FaceChoice.Number, 99).FrameCount.ShouldBe(0);

        (float, float) Middles(FaceChoice choice)
        {
            var path = faces.Choose(choice);
            path.FrameCount.ShouldBe(40);
            path.TryGetBox(5, out var before).ShouldBeTrue();
            path.TryGetBox(35, out var after).ShouldBeTrue();
            return (before.CentreX, after.CentreX);
        }
    }

    [Fact]
    public void Boxes_are_padded_as_the_reference_does()
    {
        new FaceBox(10.9, 20.9, 110.2, 120.9).Pixels(200, 200, bottom: 10).ShouldBe(new PixelBox(10, 20, 100, 110));
        new FaceBox(-5, -3, 60, 70).Pixels(64, 72, top: 4, bottom: 10, left: 2, right: 8).ShouldBe(new PixelBox(0, 0, 64, 72));
        new FaceBox(300, 300, 400, 400).Pixels(200, 200).IsEmpty.ShouldBeTrue();
    }

    private static FaceValue Track(Watched watched, int smoothing, int gap = 12)
        => TrackMaking.Of(watched, 1280, 720, new Rational(25), LeastScore, gap, smoothing, (1, 1));

    private static Watched Looked(IEnumerable<Sighting[]> frames)
    {
        var seen = frames.Select((faces, i) => new SeenFrames(i, i, [.. faces])).ToList();
        return new Watched(seen.Count, [0], seen);
    }

    private static Sighting Face(double x, double y, double score = 0.9, double size = 90)
        => new((float)(x - (size / 2)), (float)(y - (size / 2)), (float)(x + (size / 2)), (float)(y + (size * 0.7)), (float)score);

    private static ImmutableArray<FaceBox> Boxes(FaceTrack track) => track.Runs.ShouldHaveSingleItem().Boxes;
}
