using MySpinBot.Core.Documents;

namespace MySpinBot.Server.Answers;

/// <summary>One of the things that are wrong with a request.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Sentence">For people.</param>
internal sealed record Fault(string Code, string Sentence)
{
    /// <summary>A parameter of the address, or a header.</summary>
    public string? Parameter { get; init; }

    /// <summary>A field of the body, as a JSON pointer.</summary>
    public string? Field { get; init; }

    /// <summary>Which of several things that were handed in at once it is in, from 0.</summary>
    public int? Index { get; init; }

    /// <summary>A node of the graph.</summary>
    public string? Node { get; init; }

    /// <summary>An input or output of the node.</summary>
    public string? Input { get; init; }

    /// <summary>What was wanted.</summary>
    public string? Expected { get; init; }

    /// <summary>What was given.</summary>
    public string? Got { get; init; }

    /// <summary>The nodes of a circle, in order.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>What is wrong with a graph.</summary>
    public static Fault Of(GraphProblem problem) => new(problem.Code, problem.Sentence)
    {
        Node = problem.NodeId,
        Input = problem.Input,
        Expected = problem.Expected,
        Got = problem.Got,
        Path = problem.Path,
    };
}
