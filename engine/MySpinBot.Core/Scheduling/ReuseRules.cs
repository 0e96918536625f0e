namespace MySpinBot.Core.Scheduling;

/// <summary>How a run finds what is known already, and what it does with it.</summary>
public sealed record ReuseRules
{
    private ReuseRules()
    {
    }

    /// <summary>By recipe backwards from the targets, by content where the recipe is new, and files are put back.</summary>
    public static ReuseRules Full { get; } = new() { ByRecipe = true, ByContent = true, PutsFilesBack = true };

    /// <summary>As ComfyUI does: by recipe only, every node of the graph is looked at and told, and saved files are left as they are.</summary>
    public static ReuseRules ByRecipeOnly { get; } = new() { ByRecipe = true, LooksAtAll = true };

    /// <summary>Nothing is known, not even that two nodes of one run do the same.</summary>
    public static ReuseRules Never { get; } = new();

    /// <summary>Whether nodes are known by their recipe keys.</summary>
    public bool ByRecipe { get; private init; }

    /// <summary>Whether calls are known by what they are given, so that a node which gives the same again leaves what is below reused.</summary>
    public bool ByContent { get; private init; }

    /// <summary>Whether the files of a reused result are put back where they are missing.</summary>
    public bool PutsFilesBack { get; private init; }

    /// <summary>Whether every node of the document is looked up at the beginning, needed or not.</summary>
    public bool LooksAtAll { get; private init; }
}
