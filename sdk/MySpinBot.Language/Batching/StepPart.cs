namespace MySpinBot.Language;

/// <summary>What a step computes of a sequence.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Start">The position of the first token.</param>
/// <param name="Count">How many tokens.</param>
/// <param name="Choose">Whether its last token is among them: then the next one is chosen.</param>
internal readonly record struct StepPart(Sequence Sequence, int Start, int Count, bool Choose);
