using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Failures that name the input at fault.</summary>
internal static class Failures
{
    public static NodeFailure At(string input, string sentence, Exception? cause = null) => new(sentence, cause) { Input = input };
}
