using Spectre.Console;
using Spectre.Console.Rendering;

namespace MySpinBot.Cli.Terminal;

/// <summary>Something that is written where bars stood: what is below the cursor is erased first, for a line that is shorter than a bar would leave its end standing.</summary>
internal sealed class OnClearGround(IRenderable drawn) : IRenderable
{
    private const string EraseBelow = "\u001b[0J";

    public Measurement Measure(RenderOptions options, int maxWidth) => drawn.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [Segment.Control(EraseBelow), .. drawn.Render(options, maxWidth)];
}
