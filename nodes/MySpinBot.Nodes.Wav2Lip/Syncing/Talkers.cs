namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Where those are whose lips move, frame by frame: the pixels that are cut out, within the frame.</summary>
internal sealed class Talkers
{
    private readonly Faces _faces;
    private readonly Padding _pads;
    private readonly FacePath? _one;

    /// <param name="faces">All faces.</param>
    /// <param name="whose">Whose lips.</param>
    /// <param name="number">The number, where one is chosen by it.</param>
    /// <param name="pads">What is added around a face.</param>
    public Talkers(Faces faces, LipsOf whose, int number, Padding pads)
    {
        (_faces, _pads) = (faces, pads);
        _one = whose switch
        {
            LipsOf.All => null,
            LipsOf.Leftmost => faces.Choose(FaceChoice.Leftmost),
            LipsOf.Rightmost => faces.Choose(FaceChoice.Rightmost),
            LipsOf.Number => faces.Choose(FaceChoice.Number, number),
            _ => faces.Choose(FaceChoice.Largest),
        };
    }

    /// <summary>Adds the boxes of a frame to a list; none where there is no face.</summary>
    public void AddTo(long frame, List<PixelBox> boxes)
    {
        if (_one is not null)
        {
            Add(_one.TryGetBox(frame, out var box), box, boxes);
            return;
        }

        foreach (var track in _faces.Tracks)
        {
            Add(track.TryGetBox(frame, out var box), box, boxes);
        }
    }

    private void Add(bool isThere, FaceBox box, List<PixelBox> boxes)
    {
        if (isThere && box.Pixels(_faces.Width, _faces.Height, _pads.Top, _pads.Bottom, _pads.Left, _pads.Right) is { IsEmpty: false } pixels)
        {
            boxes.Add(pixels);
        }
    }
}

/// <summary>Pixels that are added around a face.</summary>
/// <param name="Top">Above.</param>
/// <param name="Bottom">Below.</param>
/// <param name="Left">On the left.</param>
/// <param name="Right">On the right.</param>
internal readonly record struct Padding(int Top, int Bottom, int Left, int Right);
