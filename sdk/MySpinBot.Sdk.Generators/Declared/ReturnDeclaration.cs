namespace MySpinBot.Sdk.Generators;

/// <summary>What a method returns.</summary>
/// <param name="IsVoid">Whether there is no value at all.</param>
/// <param name="IsAwaited">Whether it is a task.</param>
/// <param name="IsOutcome">Whether it is an <c>Outcome</c>.</param>
/// <param name="MayBeNull">Whether several outputs come in an object that could be null.</param>
/// <param name="Outputs">The outputs in order.</param>
internal sealed record ReturnDeclaration(bool IsVoid, bool IsAwaited, bool IsOutcome, bool MayBeNull, EquatableArray<OutputDeclaration> Outputs);

/// <summary>An output.</summary>
/// <param name="Name">Name in documents.</param>
/// <param name="Carried">Its type.</param>
/// <param name="Description">Help text.</param>
/// <param name="Member">Member of the returned value that holds it; null where it is the value itself.</param>
internal sealed record OutputDeclaration(string Name, Carried Carried, string Description, string? Member);
