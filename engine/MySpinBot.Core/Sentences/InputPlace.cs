using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Sentences;

/// <summary>An input of a node, as sentences name it.</summary>
internal readonly record struct InputPlace(string NodeId, string ClassType, string Input)
{
    /// <summary>A problem at this input; the rest of the sentence follows its name.</summary>
    public GraphProblem Problem(string code, string rest, string? expected = null, string? got = null)
        => new(code, NodeId, Input, $"{this} {rest}") { Expected = expected, Got = got };

    public override string ToString() => $"Input {Shown.Name(Input)} of node {Shown.Name(NodeId)} ({Shown.Plain(ClassType)})";
}
