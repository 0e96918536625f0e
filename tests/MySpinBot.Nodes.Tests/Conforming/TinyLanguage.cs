using MySpinBot.Language;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Nodes.Llm;

namespace MySpinBot.Nodes.Tests.Conforming;

/// <summary>A small language model whose weights are of chance, and values of the sockets beside it, for nodes that are called with any.</summary>
internal static class TinyLanguage
{
    private const string Template = "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "tiny-models");

    private static readonly LlamaShape Shape = new() { ChatTemplate = Template, Context = 4096 };

    /// <summary>A model that chats, as far as chance can.</summary>
    public static readonly string ModelFile = RandomModels.Llama(Shape).Write(Place("llm", "tiny.gguf"));

    private static readonly string AdapterFile = RandomModels.Lora(Shape).Write(Place("loras", "tiny.gguf"));

    /// <summary>The model as it flows.</summary>
    public static readonly LanguageModel Model = Of(ModelFile);

    public static IReadOnlyDictionary<string, object> Samples { get; } = new Dictionary<string, object>
    {
        ["LLM"] = Model,
        ["LLM_SAMPLING"] = new SamplingSettings(new TextSampling { Temperature = 0.5 }),
        ["LLM_TOOL"] = Tool,
        ["LLM_AGENT"] = new AgentState(Model, new ChatHistory([new ChatMessage("user", "Hello.")]), [Tool], new SamplingSettings(new TextSampling { Seed = 1 })) { MostTurns = 2, MaxTokens = 4, Repeatable = true },
        ["CHAT"] = new ChatHistory([new ChatMessage("user", "Hello."), new ChatMessage("assistant", "Hello.")]),
        ["TEXT_VECTORS"] = TextVectors.Own(1, 2, [0.6f, 0.8f]),
    };

    public static IReadOnlyDictionary<string, object> Inputs { get; } = new Dictionary<string, object>
    {
        ["LlmLoader.model_name"] = ModelFile,
        ["LlmAdapter.adapter_name"] = AdapterFile,
        ["LlmRemote.target"] = "nearby",
        ["LlmRemote.model_name"] = "small",
        ["LlmGenerate.max_tokens"] = 4,
        ["LlmChat.max_tokens"] = 4,
        ["LlmAgent.max_tokens"] = 4,
        ["LlmExtract.schema"] = Json("""{"type": "object", "properties": {"name": {"type": "string", "maxLength": 5}}, "required": ["name"], "additionalProperties": false}"""),
        ["JsonSchemaCheck.schema"] = Json("""{"type": "object"}"""),
        ["LlmScript.scenes"] = 1,
        ["LlmScript.seconds"] = 1.0,
        ["LlmChoose.choices"] = "yes\nno",
        ["LlmRoute.routes"] = "yes\nno",
        ["LlmTool.name"] = "upper",
        ["LlmTool.body"] = Json("""{"class_type": "CaseConverter", "inputs": {"string": ["text", 0]}}"""),
        ["ChatFromJson.json"] = Json("""[{"role": "user", "content": "Hello."}]"""),
    };

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Folders { get; }
        = new Dictionary<string, IReadOnlyList<string>> { ["llm"] = [Path.Combine(Root, "llm")], ["loras"] = [Path.Combine(Root, "loras")] };

    private static LanguageTool Tool => new("upper", "Writes a text in capitals.", Json("""{"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}"""),
        Json("""{"class_type": "CaseConverter", "inputs": {"string": ["text", 0]}}"""));

    private static LanguageModel Of(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return new LanguageModel([new LocalSource(new WeightFile("llm", ContentId.Of(bytes), bytes.Length), new LlamaOptions { Context = 4096, Sequences = 2, Device = "cpu" })]);
    }

    private static string Place(string folder, string name)
    {
        Directory.CreateDirectory(Path.Combine(Root, folder));
        return Path.Combine(Root, folder, name);
    }

    private static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonElement.Parse(text);
}
