namespace MySpinBot.Nodes.Basics;

/// <summary>Failures that name the input at fault.</summary>
internal static class Failures
{
    public static NodeFailure At(string input, string sentence) => new(sentence) { Input = input };

    public static NodeFailure At(string input, string sentence, Exception cause) => new(sentence, cause) { Input = input };
}
