using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Telling;

/// <summary>What several answers took together. Where several go on with one prompt it counts once.</summary>
/// <param name="answersOfOne">How many answers go on with each prompt.</param>
internal sealed class UsageSum(int answersOfOne)
{
    private int _prompt, _reused, _written;

    /// <summary>The sum so far.</summary>
    public TextUsage Sum => new(_prompt, _reused, _written);

    /// <summary>Adds what an answer took.</summary>
    /// <param name="index">Which answer it is.</param>
    /// <param name="usage">What it took.</param>
    public void Add(int index, TextUsage usage)
    {
        _written += usage.Written;
        if (index % answersOfOne == 0)
        {
            (_prompt, _reused) = (_prompt + usage.Prompt, _reused + usage.Reused);
        }
    }
}
