using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>A text that was set.</summary>
/// <param name="Ink">The coverage of its letters, as large as their ink.</param>
/// <param name="Left">Columns between the left of the lines and the ink.</param>
/// <param name="Top">Rows between the top of the first line and the ink.</param>
public sealed record TypesetText(Mask Ink, int Left, int Top);
