namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>A few frames on their way to a detector: what it is shown of each, and which frames of the video they are.</summary>
internal sealed class FrameGroup
{
    private readonly (long First, long Last)[] _frames;

    public FrameGroup(FaceSight sight)
    {
        _frames = new (long, long)[sight.AtOnce];
        Inputs = [.. sight.Views.Select(view => new float[sight.AtOnce * view.Values])];
    }

    /// <summary>For each view, [frames, 3, height, width].</summary>
    public float[][] Inputs { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no more fits.</summary>
    public bool IsFull => Count == _frames.Length;

    /// <summary>Which frames of the video one of them stands for: a run of equal ones.</summary>
    public (long First, long Last) Frames(int index) => _frames[index];

    /// <summary>Adds a frame.</summary>
    public void Add(ReadOnlySpan<byte> frame, int width, long first, long last, FaceSight sight, InputFilling[] fillings)
    {
        for (var v = 0; v < fillings.Length; v++)
        {
            fillings[v].Fill(frame, width, Inputs[v].AsSpan(Count * sight.Views[v].Values, sight.Views[v].Values));
        }

        _frames[Count++] = (first, last);
    }

    /// <summary>Makes room.</summary>
    public void Clear() => Count = 0;
}
