using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Where the cells of a sheet lie.</summary>
internal sealed record SheetLayout(int Columns, int Rows, int CellWidth, int CellHeight, int Gap)
{
    private const int LargestSide = 32_768;
    private const int StandInOneRow = 3;

    /// <summary>Width of the sheet.</summary>
    public int Width => Gap + (Columns * (CellWidth + Gap));

    /// <summary>Arranges pictures.</summary>
    /// <exception cref="NodeFailure">There are none, or the sheet would be too large.</exception>
    public static SheetLayout Of(IReadOnlyList<Image> images, int columns, int cellWidth, int cellHeight, int gap)
    {
        if (images.Count == 0)
        {
            throw new NodeFailure("There are no pictures to arrange; connect at least one.") { Input = "images" };
        }

        var count = images.Sum(image => (long)image.Batch);
        var across = columns > 0 ? Math.Min(columns, count) : count <= StandInOneRow ? count : (long)Math.Ceiling(Math.Sqrt(count));
        var (width, height) = CellSize(images, cellWidth, cellHeight);
        var rows = (count + across - 1) / across;
        var (sheetWidth, sheetHeight) = (gap + (across * (width + gap)), gap + (rows * (height + gap)));
        return Math.Max(sheetWidth, sheetHeight) <= LargestSide && (decimal)sheetWidth * sheetHeight * 3 <= Image.MaxValues
            ? new SheetLayout((int)across, (int)rows, width, height, gap)
            : throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                $"A sheet of {count} pictures in cells of {width}×{height} would have {sheetWidth}×{sheetHeight} pixels; at most {LargestSide} a side and {Image.MaxValues / 3} in all are possible: give a smaller cell_width."))
            { Input = "cell_width" };
    }

    /// <summary>Height of the sheet with labels of a height under each row.</summary>
    public int HeightWith(int label) => Gap + (Rows * (CellHeight + label + Gap));

    /// <summary>The top left of a cell.</summary>
    public (int X, int Y) Place(int cell, int label) => (Gap + (cell % Columns * (CellWidth + Gap)), Gap + (cell / Columns * (CellHeight + label + Gap)));

    private static (int Width, int Height) CellSize(IReadOnlyList<Image> images, int width, int height) => (width, height) switch
    {
        (0, 0) => (images.Max(image => image.Width), images.Max(image => image.Height)),
        (0, _) => (Math.Max(1, (int)Math.Round((double)height * images[0].Width / images[0].Height)), height),
        (_, 0) => (width, Math.Max(1, (int)Math.Round((double)width * images[0].Height / images[0].Width))),
        _ => (width, height),
    };
}
