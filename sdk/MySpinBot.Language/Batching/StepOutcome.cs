namespace MySpinBot.Language;

/// <summary>How a step went.</summary>
internal enum StepOutcome
{
    /// <summary>It was computed.</summary>
    Computed,

    /// <summary>There was no room in the memory; nothing was computed.</summary>
    Full,

    /// <summary>It was aborted; parts of it may lie in the memory.</summary>
    Aborted,
}

/// <summary>A step that cannot be computed.</summary>
/// <param name="code">What the library returned.</param>
/// <param name="said">What it said.</param>
internal sealed class StepFailure(int code, string said) : Exception($"The model could not compute a step: {(said.Length > 0 ? said : $"llama.cpp returned {code} and does not say why")}.");
