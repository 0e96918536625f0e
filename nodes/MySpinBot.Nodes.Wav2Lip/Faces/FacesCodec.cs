using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Faces as bytes: whole numbers of seven bits a byte, each box by its difference from the one before. A face that moves as faces do takes some 8 bytes a frame, some 20 with its points.</summary>
public sealed class FacesCodec : IValueCodec<Faces>
{
    private const int Seen = 1, HasPoints = 1;

    /// <inheritdoc/>
    public string Name => "faces-1";

    /// <inheritdoc/>
    public void Encode(Faces value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var numbers = new NumberWriter(output);
        numbers.Write(value.Width);
        numbers.Write(value.Height);
        numbers.Write(value.FrameCount);
        numbers.Write(value.FrameRate?.Numerator ?? 0);
        numbers.Write(value.FrameRate?.Denominator ?? 0);
        numbers.Write(value.Shots.Length);
        for (var i = 1; i < value.Shots.Length; i++)
        {
            numbers.Write(value.Shots[i] - value.Shots[i - 1]);
        }

        numbers.Write(value.Tracks.Length);
        foreach (var track in value.Tracks)
        {
            numbers.Write(track.Runs.Length);
            var end = 0L;
            foreach (var run in track.Runs)
            {
                numbers.Write(run.First - end);
                Write(run, numbers);
                end = run.End;
            }
        }
    }

    /// <inheritdoc/>
    public Faces Decode(Stream input)
    {
        var numbers = new NumberReader(input);
        var (width, height) = (numbers.Count(int.MaxValue), numbers.Count(int.MaxValue));
        var frames = numbers.Read(Faces.MostFrames);
        var (numerator, denominator) = (numbers.Read(long.MaxValue), numbers.Read(long.MaxValue));
        try
        {
            var shots = Shots(numbers, frames);
            var tracks = Tracks(numbers, frames);
            numbers.End();
            return new Faces(width, height, frames, (numerator, denominator) == (0, 0) ? null : Rate(numerator, denominator), shots, tracks);
        }
        catch (ArgumentException e) // each part refuses what it cannot be
        {
            throw new InvalidDataException($"The faces are damaged: {e.Message}", e);
        }
    }

    private static Rational Rate(long numerator, long denominator)
        => new Rational(numerator, denominator) is var rate && rate.Numerator == numerator ? rate : throw new InvalidDataException("The rate of the faces is not in lowest terms.");

    private static ImmutableArray<long> Shots(NumberReader numbers, long frames)
    {
        var count = numbers.Count(Faces.MostFrames);
        var shots = ImmutableArray.CreateBuilder<long>();
        for (var (i, first) = (0, 0L); i < count; i++)
        {
            first += i == 0 ? 0 : numbers.Read(frames);
            shots.Add(first);
        }

        return shots.ToImmutable();
    }

    private static ImmutableArray<FaceTrack> Tracks(NumberReader numbers, long frames)
    {
        var count = numbers.Count(Faces.MostTracks);
        var tracks = ImmutableArray.CreateBuilder<FaceTrack>();
        for (var id = 0; id < count; id++)
        {
            var runs = ImmutableArray.CreateBuilder<FaceRun>();
            var (runCount, end) = (numbers.Count(Faces.MostFrames), 0L);
            for (var i = 0; i < runCount; i++)
            {
                runs.Add(Run(numbers, end + numbers.Read(frames)));
                end = runs[^1].End;
            }

            tracks.Add(new FaceTrack(id, runs.ToImmutable()));
        }

        return tracks.ToImmutable();
    }

    private static void Write(FaceRun run, NumberWriter numbers)
    {
        numbers.Write(run.Boxes.Length);
        numbers.Write(run.Points.IsEmpty ? 0 : HasPoints);
        var was = default(StoredBox);
        Span<FacePoint> points = stackalloc FacePoint[FaceRun.PointCount];
        points.Clear();
        for (var i = 0; i < run.Boxes.Length; i++)
        {
            var box = run.Boxes[i].Stored;
            numbers.Write(run.Boxes[i].IsSeen ? Seen : 0);
            numbers.WriteSigned(box.Left - was.Left);
            numbers.WriteSigned(box.Top - was.Top);
            numbers.WriteSigned(box.Right - was.Right);
            numbers.WriteSigned(box.Bottom - was.Bottom);
            numbers.WriteSigned(box.Score - was.Score);
            was = box;
            for (var k = 0; k < FaceRun.PointCount && !run.Points.IsEmpty; k++)
            {
                var point = run.Points[(i * FaceRun.PointCount) + k];
                numbers.WriteSigned(point.StoredX - points[k].StoredX);
                numbers.WriteSigned(point.StoredY - points[k].StoredY);
                points[k] = point;
            }
        }
    }

    private static FaceRun Run(NumberReader numbers, long first)
    {
        var (count, marked) = (numbers.Count(Faces.MostFrames), numbers.Count(HasPoints) == HasPoints);
        var boxes = ImmutableArray.CreateBuilder<FaceBox>();
        var points = ImmutableArray.CreateBuilder<FacePoint>();
        var was = default(StoredBox);
        for (var i = 0; i < count; i++)
        {
            var seen = numbers.Count(Seen) == Seen;
            was = new StoredBox(Near(numbers, was.Left), Near(numbers, was.Top), Near(numbers, was.Right), Near(numbers, was.Bottom), numbers.Near(was.Score, 0, FaceBox.ScoreGrain));
            boxes.Add(new FaceBox(was, seen));
            for (var k = 0; k < FaceRun.PointCount && marked; k++)
            {
                var before = i == 0 ? default : points[^FaceRun.PointCount];
                points.Add(new FacePoint(Near(numbers, before.StoredX), Near(numbers, before.StoredY)));
            }
        }

        return new FaceRun(first, boxes.ToImmutable(), points.ToImmutable());
    }

    private static int Near(NumberReader numbers, int was) => numbers.Near(was, -FaceBox.Farthest * FaceBox.Grain, FaceBox.Farthest * FaceBox.Grain);
}
