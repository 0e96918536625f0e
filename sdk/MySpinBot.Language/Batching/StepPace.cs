namespace MySpinBot.Language;

/// <summary>How many tokens of prompts a step may have while others write: as many as keep the time between two of their tokens short.</summary>
/// <param name="most">The most tokens of a step.</param>
internal sealed class StepPace(int most)
{
    /// <summary>Seconds of prompts in a step that others wait for.</summary>
    private const double Longest = 0.1;

    private const int Least = 32;
    private double _secondsOfToken;

    /// <summary>Tokens of prompts that the next step may have.</summary>
    /// <param name="writes">Whether anybody waits for its next token.</param>
    public int Tokens(bool writes) => writes && _secondsOfToken > 0 ? (int)Math.Clamp(Longest / _secondsOfToken, Math.Min(Least, most), most) : most;

    /// <summary>A step took so long.</summary>
    public void Took(int tokens, double seconds)
    {
        // Steps of few tokens are as long as the weights take to be read, and say nothing of a token.
        if (tokens >= Least)
        {
            var measured = seconds / tokens;
            _secondsOfToken = _secondsOfToken == 0 ? measured : (0.7 * _secondsOfToken) + (0.3 * measured);
        }
    }
}
