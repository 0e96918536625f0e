namespace MySpinBot.Nodes.Basics.Maths;

/// <content>Where the reading stands, and what it makes of tokens that do not fit.</content>
internal sealed partial class Expression
{
    private Token Now => _tokens[_at];

    public static NodeFailure Wrong(string why) => Failures.At("expression", $"The expression {why}.");

    /// <summary>Reads a branch, and computes it only where it counts.</summary>
    private Number Only(bool counts, Func<Number> read)
    {
        var before = _isSkipping;
        _isSkipping |= !counts;
        var value = read();
        _isSkipping = before;
        return value;
    }

    private Number Computed(Func<Number> compute) => _isSkipping ? Number.Of(1L) : compute();

    private Token Advance() => _tokens[_at++];

    private bool Take(string text)
    {
        var isIt = Now.Text == text;
        _at += isIt ? 1 : 0;
        return isIt;
    }

    private void Expect(string text)
    {
        if (!Take(text))
        {
            throw Unexpected($"'{text}'");
        }
    }

    private NodeFailure Unexpected(string wanted)
        => Wrong(Now.Text.Length == 0 ? $"ends where {wanted} belongs" : $"has '{Now.Text}' at character {Now.At}, where {wanted} belongs");

    private Level Deeper() => ++_depth <= Deepest ? new Level(this) : throw Wrong($"is nested deeper than {Deepest} levels");

    private readonly struct Level(Expression expression) : IDisposable
    {
        public void Dispose() => expression._depth--;
    }
}
