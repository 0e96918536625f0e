using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Copies the state of a sequence out that is remembered.</summary>
/// <param name="tokens">The sequence.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class SavingWork(int[] tokens, CancellationToken cancellation) : LoopWork(cancellation)
{
    /// <summary>The sequence.</summary>
    public int[] Tokens => tokens;

    /// <summary>Its state; empty until it is done.</summary>
    public byte[] State { get; private set; } = [];

    /// <inheritdoc/>
    protected override bool Do(StepContext context, IPrefixes prefixes)
    {
        // Who begins takes over all but its last token.
        int[] onwards = [.. tokens, 0];
        var place = prefixes.Begin(onwards);
        var isThere = place.Cells == tokens.Length;
        if (isThere)
        {
            State = context.Save(place.Id);
        }

        prefixes.End(place, tokens.AsSpan(0, place.Cells));
        return isThere ? true : throw new NodeFailure("What was to be saved had to leave the model's memory at once: others need it. Ask again later, or load the model with a larger context.");
    }
}

/// <summary>Makes the memory remember a state.</summary>
/// <param name="tokens">The tokens that it is of.</param>
/// <param name="state">The state.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class RestoringWork(int[] tokens, byte[] state, CancellationToken cancellation) : LoopWork(cancellation)
{
    /// <inheritdoc/>
    protected override bool Do(StepContext context, IPrefixes prefixes)
    {
        var place = prefixes.Restore(tokens.Length, state)
            ?? throw new NodeFailure($"The session of {tokens.Length} tokens does not go into the model's memory: others need it now, or it was saved on a device that keeps it otherwise.");
        prefixes.End(place, tokens);
        return true;
    }
}
