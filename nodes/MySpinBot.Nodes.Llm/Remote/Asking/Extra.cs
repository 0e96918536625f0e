namespace MySpinBot.Nodes.Llm.Remote.Asking;

/// <summary>Names of what Microsoft.Extensions.AI has no property for: further properties of its options that our adapters know.</summary>
internal static class Extra
{
    /// <summary>A text to go on with, without any template, in place of messages (string).</summary>
    public const string Prompt = "prompt";

    /// <summary>The same as tokens of the model (list of int).</summary>
    public const string PromptTokens = "prompt_tokens";

    /// <summary>Further variables of the model's chat template (JSON object).</summary>
    public const string TemplateVariables = "chat_template_kwargs";

    /// <summary>Whether the same request is to give the same bytes again (bool); servers of ours know it.</summary>
    public const string Repeatable = "repeatable";

    /// <summary>How many of the likeliest tokens are told with each (int).</summary>
    public const string LogProbabilities = "top_logprobs";

    /// <summary>All of the request's sampling, for what the options have no place for (<see cref="Sdk.TextSampling"/>).</summary>
    public const string Sampling = "sampling";

    /// <summary>A grammar in GBNF (string).</summary>
    public const string Grammar = "grammar";
}
