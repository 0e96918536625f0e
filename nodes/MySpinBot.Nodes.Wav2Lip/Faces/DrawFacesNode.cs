using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Shows faces.</summary>
public static class DrawFacesNode
{
    /// <summary>Draws the boxes of faces over the pictures that they were found in, with their numbers and how sure the detector was; fainter where a face lies between two detections.</summary>
    /// <param name="image">The pictures, as many and as large as the frames of the faces. One picture may stand for all frames.</param>
    /// <param name="faces">The faces.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="numbers">Whether numbers and scores are written.</param>
    /// <returns>The pictures with boxes.</returns>
    [Node("DrawFaces", Title = "Draw faces", Category = "face", Search = "face boxes,show faces,landmarks,annotate", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Image Draw(Image image, Faces faces, CancellationToken cancellation, bool numbers = true)
    {
        FacePictures.Check(image, faces);
        return Image.Create(image.Batch, image.Height, image.Width, 3, pixels =>
        {
            for (var i = 0; i < image.Batch; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var drawn = FaceDrawing.Drawn(image, i, faces, i, 1, 1, numbers);
                drawn.Pixels.CopyTo(pixels.AsSpan(i * drawn.Pixels.Length));
            }
        });
    }

    /// <summary>The pictures again.</summary>
    public static MemoryNeed Need(Image? image) => image is null ? MemoryNeed.None : new(DeviceId.Cpu, (image.Batch + 1L) * image.Height * image.Width * 3 * sizeof(float));
}

/// <summary>Pictures and the faces that were found in them.</summary>
internal static class FacePictures
{
    /// <summary>That they belong to each other.</summary>
    /// <exception cref="NodeFailure">They have another size, or are more.</exception>
    public static void Check(Image image, Faces faces)
    {
        if ((image.Width, image.Height) != (faces.Width, faces.Height) || image.Batch > faces.FrameCount)
        {
            throw new NodeFailure(
                $"The faces were found in {faces.FrameCount} picture(s) of {faces.Width}×{faces.Height} pixels, and 'image' has {image.Batch} of {image.Width}×{image.Height}; link the pictures that they were found in.") { Input = "image" };
        }
    }
}
