using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The labels of a sheet: centred under their cells, on one base line in a row.</summary>
internal sealed class SheetLabels
{
    private const string Font = "DejaVu Sans";
    private const int Smallest = 11;
    private const int Largest = 26;

    private readonly IReadOnlyList<TypesetText?> _texts;
    private readonly int _cellWidth;
    private readonly int _padding;

    private SheetLabels(IReadOnlyList<TypesetText?> texts, int cellWidth, int padding)
    {
        (_texts, _cellWidth, _padding) = (texts, cellWidth, padding);
        Height = texts.Select(text => text is null ? 0 : text.Top + text.Ink.Height + (2 * padding)).DefaultIfEmpty().Max();
    }

    /// <summary>Rows under each row of cells.</summary>
    public int Height { get; }

    /// <summary>Sets the labels, wrapped to the cells' width. Elements with several lines are as many labels.</summary>
    public static SheetLabels Set(IReadOnlyList<string> labels, SheetLayout layout, int size, CancellationToken cancellation)
    {
        var lines = labels.SelectMany(label => label.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')).Take(layout.Columns * layout.Rows).ToArray();
        var letters = size > 0 ? size : Math.Clamp(layout.CellHeight / 14, Smallest, Largest);
        var options = new TextOptions(Font, letters) { WrapWidth = layout.CellWidth, Alignment = TextAlignment.Centre };
        return new SheetLabels([.. lines.Select(line => string.IsNullOrWhiteSpace(line) ? null : TextRendering.Set(line, options, cancellation))], layout.CellWidth, letters / 4);
    }

    /// <summary>Draws the label of a cell, if it has one.</summary>
    public void Draw(Canvas canvas, int cell, int x, int y, Colour colour)
    {
        if (cell < _texts.Count && _texts[cell] is { } text)
        {
            canvas.Draw(text.Ink, x + ((_cellWidth - text.Ink.Width) / 2), y + _padding + text.Top, colour);
        }
    }
}
