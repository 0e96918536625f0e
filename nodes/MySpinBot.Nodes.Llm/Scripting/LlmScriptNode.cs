using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>A script in scenes.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Narrations">What is said, a text a scene: for TextToSpeech.</param>
/// <param name="Pictures">What is seen, a prompt a scene, in English: for CLIPTextEncode.</param>
/// <param name="Captions">What is read, a line a scene: for TitleCard.</param>
/// <param name="Script">All of it: <c>{"title": …, "scenes": [{"narration": …, "picture": …, "caption": …}]}</c>.</param>
public sealed record WrittenScript(string Title, IReadOnlyList<string> Narrations, IReadOnlyList<string> Pictures, IReadOnlyList<string> Captions, JsonElement Script);

/// <summary>Scripts of films.</summary>
/// <param name="answers">Who answers.</param>
public sealed class LlmScriptNode(LanguageAnswers answers)
{
    private const int Attempts = 3;

    private readonly AskedJson _structured = new(answers);

    /// <summary>Writes a script to a topic: scenes, each with what is said, what is seen and what is read. What follows on a list runs once for each scene.</summary>
    /// <remarks>How long the texts are follows from the length: some 150 words are said in a minute, and a scene takes about eight seconds unless a number of scenes is asked for. The model can write nothing but such a script.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="topic">What it is about.</param>
    /// <param name="context">Where the text is shown.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="language">What is spoken: a name or a tag, English, de, zh-CN.</param>
    /// <param name="seconds">How long it takes to say.</param>
    /// <param name="scenes">How many scenes; 0 for as many as the length wants.</param>
    /// <param name="style">How it is told, and what it looks like: a fairy tale, in watercolours. Empty leaves it to the model.</param>
    /// <param name="maxTokens">The most tokens to write; 0 for what the context leaves. A script that it would cut off is a failure.</param>
    /// <param name="seed">Another seed is another script.</param>
    /// <param name="temperature">0 takes the likeliest token each time, higher is more surprising; without it as sampling says, else 0.8.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    /// <param name="repeatable">Whether the same inputs give the same script, computed by itself; else it is computed together with others.</param>
    [Node("LlmScript", Title = "Write script", Category = "llm", Search = "llm,script,story,scenes,narration,storyboard,video,film", Lane = Lane.Async, Repeatability = Repeatability.SameMachine, Validate = nameof(Faults))]
    public async Task<WrittenScript> WriteAsync(
        LanguageModel model,
        [Input(Multiline = true)] string topic,
        NodeContext context,
        CancellationToken cancellation,
        string language = "English",
        [Range(1.0, 3600.0)] double seconds = 40,
        [Range(0, ScriptShape.MostScenes)] int scenes = 0,
        [Input(Multiline = true)] string style = "",
        [Range(0, LlmLoaderNode.MostTokens), Input(Advanced = true)] int maxTokens = 0,
        [Input(Seed = true)] long seed = 0,
        [Range(0.0, 5.0), Input(Step = 0.05)] double? temperature = null,
        SamplingSettings? sampling = null,
        [Input(Advanced = true)] bool repeatable = true)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellation.ThrowIfCancellationRequested();
        var shape = ScriptShape.Of(seconds, scenes, language);
        var request = Turns.Request(maxTokens, SamplingSettings.Of(sampling, seed, temperature), repeatable) with { Messages = Turns.Of(Instruction(shape, language, style), topic) };
        var script = await _structured.AskAsync(model, request, shape.Schema, Attempts, context, [.. Turns.Inputs, (nameof(TextRequest.Messages), "topic")]);
        var written = script.GetProperty("scenes").EnumerateArray().ToArray();
        return new WrittenScript(script.GetProperty("title").GetString()!, Part(written, "narration"), Part(written, "picture"), Part(written, "caption"), script);
    }

    internal static IEnumerable<InputFault> Faults(string? topic, string? language)
    {
        if (topic is not null && string.IsNullOrWhiteSpace(topic))
        {
            yield return new InputFault("topic", "'topic' is empty; what the script is about would be right.");
        }

        if (language is not null && language.Trim() is { Length: 0 or > 100 })
        {
            yield return new InputFault("language", "'language' is a name or a tag of a language, such as English or zh-CN.");
        }
    }

    private static string Instruction(ScriptShape shape, string language, string style) => string.Create(CultureInfo.InvariantCulture, $$"""
        You write scripts of short films. Answer with JSON only: {"title": …, "scenes": [{"narration": …, "picture": …, "caption": …}]}.
        There are exactly {{shape.Scenes}} scenes, which tell one thing from its beginning to its end. In each scene
        - narration is what a voice says, in {{language}}: whole sentences, {{shape.Characters}} characters at most, with no stage directions;
        - picture is what is seen, in English: one picture for a painter who knows nothing of the other scenes, so name who and what is in it each time;
        - caption is a line of a few words in {{language}}.
        """) + (string.IsNullOrWhiteSpace(style) ? "" : $"\nStyle: {style}");

    private static string[] Part(JsonElement[] scenes, string name) => [.. scenes.Select(scene => scene.GetProperty(name).GetString()!)];
}
