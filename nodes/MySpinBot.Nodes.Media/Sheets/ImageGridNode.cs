using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Several pictures on one sheet.</summary>
public static class ImageGridNode
{
    /// <summary>Arranges pictures on one sheet, row by row, with a label under each if wanted.</summary>
    /// <returns>The sheet.</returns>
    /// <param name="images">The pictures: a batch, or a list of pictures and batches of any sizes.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="labels">What stands under the pictures: one line, or one element of a list, for each.</param>
    /// <param name="columns">Pictures in a row; 0: up to three stand in one row, more in a square.</param>
    /// <param name="cellWidth">Width of a cell in pixels; 0: that of the widest picture, or by cell_height and the first picture's ratio.</param>
    /// <param name="cellHeight">Height of a cell in pixels; 0: that of the highest picture, or by cell_width and the first picture's ratio.</param>
    /// <param name="fit">contain: the whole picture, with background beside it; cover: the whole cell, with the picture's sides cut off; stretch: the ratio is given up; none: in its own size, with what is too large cut off.</param>
    /// <param name="gap">Pixels between and around the pictures.</param>
    /// <param name="background">Colour of the sheet.</param>
    /// <param name="labelColor">Colour of the labels.</param>
    /// <param name="labelSize">Letters of the labels in pixels; 0: by the size of the cells.</param>
    [Node("ImageGrid", Title = "Image grid", Category = "image/sheet", Search = "contact sheet,montage,collage,side by side,compare,thumbnails,mosaic", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Image Arrange(
        IReadOnlyList<Image> images,
        CancellationToken cancellation,
        [Input(Multiline = true)] IReadOnlyList<string>? labels = null,
        [Range(0, 100)] int columns = 0,
        [Range(0, 8192)] int cellWidth = 0,
        [Range(0, 8192)] int cellHeight = 0,
        [Choices("contain", "cover", "stretch", "none")] string fit = "contain",
        [Range(0, 512)] int gap = 8,
        [Input(Color = true)] string background = "#16181d",
        [Input(Color = true)] string labelColor = "#ffffff",
        [Range(0, 200)] [Input(Advanced = true)] int labelSize = 0)
    {
        var layout = SheetLayout.Of(images, columns, cellWidth, cellHeight, gap);
        var captions = SheetLabels.Set(labels ?? [], layout, labelSize, cancellation);
        var canvas = new Canvas(layout.Width, layout.HeightWith(captions.Height), Colour.Parse(background));
        var cell = 0;
        foreach (var image in images)
        {
            for (var i = 0; i < image.Batch; i++, cell++)
            {
                cancellation.ThrowIfCancellationRequested();
                var (x, y) = layout.Place(cell, captions.Height);
                Cells.Draw(canvas, image, i, new Cell(x, y, layout.CellWidth, layout.CellHeight), fit, cancellation);
                captions.Draw(canvas, cell, x, y + layout.CellHeight, Colour.Parse(labelColor));
            }
        }

        return canvas.ToImage();
    }

    /// <summary>The sheet, without its labels.</summary>
    public static MemoryNeed Need(IReadOnlyList<Image>? images, int columns, int cellWidth, int cellHeight, int gap)
    {
        if (images is null || images.Count == 0)
        {
            return MemoryNeed.None;
        }

        var layout = SheetLayout.Of(images, columns, cellWidth, cellHeight, gap);
        return new(DeviceId.Cpu, (long)layout.Width * layout.HeightWith(0) * 3 * sizeof(float));
    }
}
