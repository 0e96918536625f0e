namespace MySpinBot.Diffusion;

/// <summary>A condition on latents of one size: which cells it counts for, how much, and between which sigmas.</summary>
/// <param name="Condition">What the network is told.</param>
/// <param name="Area">Where it counts as was asked, before it is clipped; null for the whole picture.</param>
/// <param name="Window">The cells that the network sees.</param>
/// <param name="Weights">How much each cell counts.</param>
/// <param name="From">The sigma at which it begins to count; it counts below.</param>
/// <param name="Until">The sigma at which it stops; it counts above.</param>
internal sealed record PlacedCondition(Condition Condition, Window? Area, Window Window, CellWeights Weights, float From, float Until)
{
    /// <summary>Whether it counts at a sigma; at both ends it does.</summary>
    public bool IsActiveAt(float sigma) => sigma <= From && sigma >= Until;

    /// <summary>Whether the network can be asked about both at once: the same size, and texts that are not padded to more than four times their length.</summary>
    public bool Joins(PlacedCondition other)
    {
        var (mine, its) = (Condition.Text, other.Condition.Text);
        return (Window.Height, Window.Width) == (other.Window.Height, other.Window.Width)
            && mine.Width == its.Width
            && (mine.Tokens == its.Tokens || CommonLength(mine.Tokens, its.Tokens) / Math.Min(mine.Tokens, its.Tokens) <= MostRepeats);
    }

    /// <summary>The length that texts of two lengths are repeated to: attention to a repeated text is attention to the text.</summary>
    public static long CommonLength(long one, long other)
    {
        var (a, b) = (one, other);
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return one / a * other;
    }

    private const int MostRepeats = 4;
}
