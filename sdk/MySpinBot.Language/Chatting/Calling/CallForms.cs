namespace MySpinBot.Language;

/// <summary>The forms that published models were taught, and by what in their template each is known.</summary>
internal static class CallForms
{
    /// <summary>For models that were taught none: they are told of tools in words, and answer <c>{"tool_calls": […]}</c>.</summary>
    public static CallForm Generic { get; } = new JsonCallForm { Open = $$"""{"{{GenericCalls.Field}}":""", AlsoOpens = [$$"""{"{{GenericCalls.Field}}" :"""], Close = "}", IsList = true };

    /// <summary>Hermes, Qwen 2.5 and 3, SmolLM 3 and many others.</summary>
    public static CallForm Tagged { get; } = new JsonCallForm { Open = "<tool_call>", Close = "</tool_call>", Gap = "\n" };

    /// <summary>Llama 3.1 to 3.3: a bare object with <c>parameters</c>.</summary>
    public static CallForm Llama { get; } = new JsonCallForm { Open = "", AlsoOpens = ["<|python_tag|>"], ArgumentsKey = "parameters", OnlyKnown = true };

    /// <summary>Mistral 7B 0.3, Nemo, Small 3.</summary>
    public static CallForm Mistral { get; } = new JsonCallForm { Open = "[TOOL_CALLS]", IsList = true, IdKey = "id" };

    /// <summary>Magistral, Mistral Small 3.2, Devstral.</summary>
    public static CallForm MistralNamed { get; } = new NamedCallForm { Open = "[TOOL_CALLS]", BeforeArguments = "[ARGS]" };

    /// <summary>Command-R7B, Command A.</summary>
    public static CallForm Command { get; } = new JsonCallForm
    {
        Open = "<|START_ACTION|>", Close = "<|END_ACTION|>", IsList = true, NameKey = "tool_name", ArgumentsKey = "parameters",
    };

    /// <summary>Phi-4-mini.</summary>
    public static CallForm Phi { get; } = new JsonCallForm { Open = "<|tool_call|>", Close = "<|/tool_call|>", IsList = true };

    /// <summary>Granite 3.</summary>
    public static CallForm Granite { get; } = new JsonCallForm { Open = "<|tool_call|>", AlsoOpens = ["<tool_call>"], IsList = true };

    /// <summary>DeepSeek V3 and R1.</summary>
    public static CallForm DeepSeek { get; } = new NamedCallForm
    {
        Open = "<｜tool▁calls▁begin｜>", BeforeCall = "<｜tool▁call▁begin｜>function<｜tool▁sep｜>", BeforeName = "<｜tool▁sep｜>", BeforeArguments = "\n```json\n",
        AfterArguments = "\n```<｜tool▁call▁end｜>", Between = "\n", Close = "<｜tool▁calls▁end｜>",
    };

    /// <summary>DeepSeek V3.1.</summary>
    public static CallForm DeepSeekShort { get; } = new NamedCallForm
    {
        Open = "<｜tool▁calls▁begin｜>", BeforeCall = "<｜tool▁call▁begin｜>", BeforeName = "<｜tool▁call▁begin｜>", BeforeArguments = "<｜tool▁sep｜>",
        AfterArguments = "<｜tool▁call▁end｜>", Between = "", Close = "<｜tool▁calls▁end｜>",
    };

    /// <summary>Kimi K2.</summary>
    public static CallForm Kimi { get; } = new NamedCallForm
    {
        Open = "<|tool_calls_section_begin|>", BeforeCall = "<|tool_call_begin|>", BeforeName = "<|tool_call_begin|>", BeforeArguments = "<|tool_call_argument_begin|>",
        AfterArguments = "<|tool_call_end|>", Between = "", Close = "<|tool_calls_section_end|>", IsNumbered = true,
    };

    /// <summary>Functionary 3.1 for Llama 3.1, and its kin.</summary>
    public static CallForm Function { get; } = new NamedCallForm { Open = "<function=", BeforeArguments = ">", Close = "</function>" };

    /// <summary>GPT-OSS (Harmony).</summary>
    public static CallForm Harmony { get; } = new NamedCallForm
    {
        Open = "<|channel|>commentary to=functions.", AlsoOpens = ["<|start|>assistant to=functions.", "<|channel|>analysis to=functions.", " to=functions."],
        BeforeArguments = " <|constrain|>json<|message|>",
    };

    /// <summary>Qwen 3 Coder and 3.5.</summary>
    public static CallForm QwenParameters { get; } = new ParameterCallForm
    {
        Open = "<tool_call>", Close = "</tool_call>", Gap = "\n", BeforeName = "<function=", AfterName = ">", BeforeKey = "<parameter=", AfterKey = ">", BeforeValue = "\n", AfterValue = "\n</parameter>", AfterCall = "</function>",
    };

    /// <summary>Seed-OSS.</summary>
    public static CallForm SeedParameters { get; } = new ParameterCallForm
    {
        Open = "<seed:tool_call>", Close = "</seed:tool_call>", Gap = "\n", BeforeName = "<function=", AfterName = ">", BeforeKey = "<parameter=", AfterKey = ">", BeforeValue = "", AfterValue = "</parameter>", AfterCall = "</function>",
    };

    /// <summary>GLM 4.5 and later.</summary>
    public static CallForm GlmParameters { get; } = new ParameterCallForm
    {
        Open = "<tool_call>", Close = "</tool_call>", Gap = "", BeforeName = "", AfterName = "", BeforeKey = "<arg_key>", AfterKey = "</arg_key>", BeforeValue = "<arg_value>", AfterValue = "</arg_value>", AfterCall = "",
    };

    /// <summary>The form that a template's text speaks of.</summary>
    public static CallForm Of(string template)
    {
        bool Has(string text) => template.Contains(text, StringComparison.Ordinal);
        return Has("<｜tool▁calls▁begin｜>") ? Has("```json") ? DeepSeek : DeepSeekShort
            : Has("<|tool_calls_section_begin|>") ? Kimi
            : Has("<|channel|>") && Has("<|message|>") ? Harmony
            : Has("<|START_ACTION|>") ? Command
            : Has("[TOOL_CALLS]") ? Has("[ARGS]") ? MistralNamed : Mistral
            : Has("<arg_key>") ? GlmParameters
            : Has("<seed:tool_call>") ? SeedParameters
            : Has("<parameter=") && Has("<function=") ? QwenParameters
            : Has("<|/tool_call|>") ? Phi
            : Has("<|tool_call|>") ? Granite
            : Has("<tool_call>") ? Tagged
            : Has("<function=") ? Function
            : Has("<|python_tag|>") || Has("<|start_header_id|>ipython") || Has("\"parameters\": ") ? Llama
            : Tagged;
    }
}
