using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Faces as JSON that people read: what was looked at, and of each face when it is seen, how large and how surely, with boxes of a bounded number of frames.</summary>
internal static class FacesText
{
    private const int MostBoxes = 2_000;

    private static readonly JsonWriterOptions Layout = new() { Indented = true };

    /// <summary>The text.</summary>
    /// <param name="faces">The faces.</param>
    public static string Of(Faces faces)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Layout))
        {
            Write(faces, json);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Faces faces, Utf8JsonWriter json)
    {
        // Every nth frame of each track, so that the text of a long video can still be read.
        var step = Math.Max(1, (faces.Tracks.Sum(track => track.FrameCount) + MostBoxes - 1) / MostBoxes);
        json.WriteStartObject();
        json.WriteNumber("width", faces.Width);
        json.WriteNumber("height", faces.Height);
        json.WriteNumber("frames", faces.FrameCount);
        if (faces.FrameRate is { } rate)
        {
            json.WriteString("frame_rate", rate.ToString());
        }

        json.WriteStartArray("shots");
        foreach (var shot in faces.Shots.Take(MostBoxes))
        {
            json.WriteNumberValue(shot);
        }

        json.WriteEndArray();
        json.WriteNumber("every", step);
        json.WriteStartArray("faces");
        foreach (var track in faces.Tracks.Take(MostBoxes))
        {
            Write(track, step, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(FaceTrack track, long step, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("number", track.Id);
        json.WriteNumber("first", track.First);
        json.WriteNumber("last", track.End - 1);
        json.WriteNumber("frames", track.FrameCount);
        json.WriteStartArray("boxes");
        foreach (var run in track.Runs)
        {
            for (var frame = (run.First + step - 1) / step * step; frame < run.End; frame += step)
            {
                json.WriteRawValue(Line(frame, run.Boxes[(int)(frame - run.First)], track.PointsAt(frame)));
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // One line a frame, so that columns stand below each other.
    private static string Line(long frame, FaceBox box, ReadOnlySpan<FacePoint> points)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $$"""{ "frame": {{frame}}, "left": {{box.Left:0.##}}, "top": {{box.Top:0.##}}, "right": {{box.Right:0.##}}, "bottom": {{box.Bottom:0.##}}, "score": {{box.Score:0.###}}""");
        line.Append(box.IsSeen ? ", \"seen\": true" : ", \"seen\": false");
        for (var i = 0; i < points.Length; i++)
        {
            line.Append(i == 0 ? ", \"points\": [" : ", ").Append(CultureInfo.InvariantCulture, $"[{points[i].X:0.##}, {points[i].Y:0.##}]");
        }

        return line.Append(points.IsEmpty ? " }" : "] }").ToString();
    }
}
