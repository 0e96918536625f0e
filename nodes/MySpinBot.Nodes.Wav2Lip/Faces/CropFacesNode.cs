using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Cuts faces out.</summary>
public static class CropFacesNode
{
    /// <summary>Cuts every face out of the pictures that it was found in, as squares of one size: picture by picture, within a picture by number. Where a square reaches beyond its picture, the edge is repeated.</summary>
    /// <param name="image">The pictures, as many and as large as the frames of the faces.</param>
    /// <param name="faces">The faces.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="size">Rows and columns of each square; faces are scaled to it.</param>
    /// <param name="margin">What is added on each side, as a share of the box's longer side.</param>
    /// <returns>The faces, a batch of squares; blocked where there is none.</returns>
    [Node("CropFaces", Title = "Crop faces", Category = "face", Search = "face crop,extract faces,portrait,cut out faces", Need = nameof(Need))]
    public static Outcome<Image> Crop(Image image, Faces faces, CancellationToken cancellation, [Range(16, 2048)] int size = 256, [Range(0, 2), Input(Step = 0.05)] double margin = 0.25)
    {
        FacePictures.Check(image, faces);
        var boxes = Boxes(image, faces);
        if (boxes.Count == 0)
        {
            return new Blocked("There is no face to cut out.");
        }

        if ((decimal)boxes.Count * size * size * image.Channels > Image.MaxValues)
        {
            throw new NodeFailure($"{boxes.Count} faces of {size}×{size} pixels are more than one image holds ({Image.MaxValues} values); choose a smaller size.") { Input = "size" };
        }

        return Image.Create(boxes.Count, size, size, image.Channels, pixels =>
        {
            for (var i = 0; i < boxes.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var square = Square(image, boxes[i].Picture, boxes[i].Box, margin);
                var kernel = square.Width > size ? ScalingKernel.Area : ScalingKernel.Bicubic;
                var scaled = ImageScaling.Resize(square, size, size, kernel, cancellation: cancellation).Pixels;
                var to = pixels.AsSpan(i * scaled.Length, scaled.Length);
                for (var k = 0; k < to.Length; k++)
                {
                    to[k] = Math.Clamp(scaled[k], 0, 1); // bicubic overshoots
                }
            }
        });
    }

    /// <summary>The squares.</summary>
    public static MemoryNeed Need(Image? image, Faces? faces, int size)
        => image is null || faces is null ? MemoryNeed.None : new(DeviceId.Cpu, Math.Min(Image.MaxValues, (long)Boxes(image, faces).Count * size * size * image.Channels) * sizeof(float));

    private static List<(int Picture, FaceBox Box)> Boxes(Image image, Faces faces)
    {
        var boxes = new List<(int, FaceBox)>();
        for (var i = 0; i < image.Batch; i++)
        {
            foreach (var track in faces.Tracks)
            {
                if (track.TryGetBox(i, out var box))
                {
                    boxes.Add((i, box));
                }
            }
        }

        return boxes;
    }

    private static Image Square(Image image, int picture, FaceBox box, double margin)
    {
        var side = Math.Max(1, (int)Math.Round(Math.Max(box.Width, box.Height) * (1 + (2 * margin))));
        var most = 2 * Math.Max(image.Width, image.Height);
        side = Math.Min(side, most);
        var (left, top) = ((int)Math.Round(box.CentreX - (side / 2.0)), (int)Math.Round(box.CentreY - (side / 2.0)));
        return Image.Create(1, side, side, image.Channels, pixels =>
        {
            var from = image.Picture(picture);
            for (var y = 0; y < side; y++)
            {
                var row = Math.Clamp(top + y, 0, image.Height - 1) * image.Width;
                for (var x = 0; x < side; x++)
                {
                    var pixel = from.Slice((row + Math.Clamp(left + x, 0, image.Width - 1)) * image.Channels, image.Channels);
                    pixel.CopyTo(pixels.AsSpan(((y * side) + x) * image.Channels));
                }
            }
        });
    }
}
