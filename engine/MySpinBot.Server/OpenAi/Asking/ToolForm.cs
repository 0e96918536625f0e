using System.Text.Json;
using System.Text.RegularExpressions;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Asking;

/// <summary>What a model may call: <c>tools</c>, <c>tool_choice</c>.</summary>
internal static partial class ToolForm
{
    private const int Most = 128;
    private const int LongestDescription = 32 << 10;

    /// <summary>Reads the tools.</summary>
    public static IReadOnlyList<ToolDeclaration> Tools(Fields fields)
    {
        if (fields.Has("functions") || fields.Has("function_call"))
        {
            throw OpenAiRefusal.Wrong(fields.Has("functions") ? "functions" : "function_call", "Functions in this older form are not taken; send them as 'tools' and 'tool_choice'.");
        }

        if (fields.List("tools", Most) is not { } list)
        {
            return [];
        }

        var tools = list.EnumerateArray().Select((tool, index) => Tool(tool, $"tools[{index}]")).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < tools.Count; i++)
        {
            if (!names.Add(tools[i].Name))
            {
                throw OpenAiRefusal.Wrong($"tools[{i}].function.name", $"Two tools have the name '{tools[i].Name}'.");
            }
        }

        return tools;
    }

    /// <summary>Reads whether they may, must not or must be called.</summary>
    public static ToolChoice Choice(Fields fields, IReadOnlyList<ToolDeclaration> tools)
    {
        if (fields.Value("tool_choice") is not { } value)
        {
            return ToolChoice.Auto;
        }

        var choice = value.ValueKind == JsonValueKind.Object ? Named(fields.Object("tool_choice")!.Value, tools) : fields.Word("tool_choice", "auto", "none", "required") switch
        {
            "none" => ToolChoice.None,
            "required" => ToolChoice.Required,
            _ => ToolChoice.Auto,
        };
        return tools.Count > 0 || choice.Kind is ToolChoiceKind.Auto or ToolChoiceKind.None ? choice : throw OpenAiRefusal.Wrong("tool_choice", "'tool_choice' says that a tool must be called, and there are no tools.");
    }

    /// <summary>Whether a text is a name that a tool may have.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    private static ToolDeclaration Tool(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw OpenAiRefusal.Wrong(path, $"'{path}' must be an object: {{\"type\": \"function\", \"function\": {{…}}}}.");
        }

        var tool = new Fields(json, path);
        tool.Word("type", "function");
        var function = tool.Object("function") ?? throw OpenAiRefusal.Wrong(tool.At("function"), $"'{tool.At("function")}' is missing; it must be an object with a name.");
        var name = function.NeededText("name", 64);
        return IsName(name)
            ? new ToolDeclaration(name, function.Text("description", LongestDescription), function.Object("parameters")?.Json)
            : throw OpenAiRefusal.Wrong(function.At("name"), $"'{Core.Sentences.Shown.Plain(name)}' is no name for a tool; take up to 64 letters, digits, '_' and '-'.");
    }

    private static ToolChoice Named(Fields choice, IReadOnlyList<ToolDeclaration> tools)
    {
        choice.Word("type", "function");
        var function = choice.Object("function") ?? throw OpenAiRefusal.Wrong(choice.At("function"), $"'{choice.At("function")}' is missing; it must be an object with the name of a tool.");
        var name = function.NeededText("name", 64);
        return tools.Any(tool => tool.Name == name) ? new ToolChoice(ToolChoiceKind.Named, name)
            : throw OpenAiRefusal.Wrong(function.At("name"), $"There is no tool of the name {Core.Sentences.Shown.Name(name)} among 'tools'.");
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex Name();
}
