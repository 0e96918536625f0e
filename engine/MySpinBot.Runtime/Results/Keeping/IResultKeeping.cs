using MySpinBot.Core.Scheduling;

namespace MySpinBot.Runtime.Results;

/// <summary>A cache mode at work: what runs know of earlier ones, and what they leave.</summary>
internal interface IResultKeeping
{
    /// <summary>How runs find what is known.</summary>
    ReuseRules Rules { get; }

    /// <summary>Begins a run.</summary>
    IRunResults Begin();

    /// <summary>Lets go of the objects that are kept in memory, but for those that unfinished runs need.</summary>
    void Free();

    /// <summary>Lets go of every object of a type that matches, wherever it is kept: a plugin goes.</summary>
    void Drop(Func<Type, bool> matches);
}
